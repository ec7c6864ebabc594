/* The `minipy` command. */
#include "include/minipy.h"
#include "vm/base/pages.h"

int main(int argc, char **argv) {
    pages_map_program();
    return minipy_main(argc, argv);
}
