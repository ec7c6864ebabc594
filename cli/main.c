/* The `minipy` command. */
#include "include/minipy.h"

int main(int argc, char **argv) { return minipy_main(argc, argv); }
