# amarra_warnings: what every target of ours is compiled with; linked PRIVATE.
add_library(amarra_warnings INTERFACE)
target_compile_options(amarra_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wdouble-promotion
  -Wundef -Wvla -Walloca -Wcast-qual -Wcast-align -Wpointer-arith -Wwrite-strings
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wredundant-decls
  -Wformat=2 -Wimplicit-fallthrough -Wswitch-enum -fno-common
  $<$<C_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wformat-signedness -Wjump-misses-init>
  $<$<C_COMPILER_ID:Clang>:-Wmissing-variable-declarations -Wcomma -Wunreachable-code>)
target_compile_definitions(amarra_warnings INTERFACE _GNU_SOURCE)
