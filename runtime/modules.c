/* The list of native modules. */
#include "vm/native.h"

const ModuleDef *const native_modules[] = {
#define MODULE(id) &mod_##id,
#include "runtime/modules.def"
#undef MODULE
    NULL
};
