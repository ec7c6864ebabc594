/* Code as text, for people and for tests. */
#pragma once
#include "vm/object/code.h"

/* One line for each instruction: line, '>>' before jump targets, offset, name, operand, (what it means);
 * then the exception table; then the code objects among the constants. A str. */
Value dis_code(Thread *t, Code *code);
