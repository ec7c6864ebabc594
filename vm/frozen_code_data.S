/* The file that build's freeze_code has written, as it is. */
    .section .rodata
    .balign 16
    .globl frozen_code_data
    .type frozen_code_data, %object
frozen_code_data:
    .incbin FROZEN_CODE
    .size frozen_code_data, . - frozen_code_data
    .section .note.GNU-stack, "", %progbits
