# Writes a text file as a C array: cmake -DFROM=file -DTO=file.c -DNAME=symbol -P embed.cmake. As characters, so that UTF-8 fits a char.
file(READ ${FROM} bytes HEX)
string(REGEX REPLACE "(..)" [['\\x\1',]] bytes "${bytes}")
string(REGEX REPLACE "(................................................................................................................)" "\\1\n    " bytes "${bytes}")
file(WRITE ${TO}.new "/* Made from ${NAME}'s file in assets/: change that one. */\n#include \"assets.h\"\n\nconst char ${NAME}[] = {\n    ${bytes}0x00,\n};\n")
file(COPY_FILE ${TO}.new ${TO} ONLY_IF_DIFFERENT)
file(REMOVE ${TO}.new)
