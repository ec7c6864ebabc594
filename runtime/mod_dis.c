/* _dis: what stdlib/dis.py prints. */
#include "vm/dis.h"
#include "vm/native.h"
#include "vm/object/code.h"

static Value disassemble_text(Thread *t, Value *a) {
    if (!is_exact(t, a[0], T_CODE))
        return raise_type_error(t, "disassemble_text() argument 1 must be code, not %T", a[0]);
    return dis_code(t, as_code(a[0]));
}

const ModuleDef mod_dis = {
    .name = "_dis",
    .doc = "Bytecode as text.",
    .functions = (const FunctionDef[]) {
        { "disassemble_text", disassemble_text, "code, /",
          "The instructions of code and of those inside it.", 0 },
        { 0 } },
};
