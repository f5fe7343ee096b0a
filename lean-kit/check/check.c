/* Runs the compiled side of the checks of the offline kit; see README.md.
   check COUNT: all facts hold in compiled code and there are COUNT of them; the Int representation is the runtime's;
   a small machine computes what it should. Exit code 0: all of it. */
#include <lean/lean.h>
#include <stdio.h>
#include <stdlib.h>

lean_object* initialize_Compiled(uint8_t builtin);
lean_object* kit_canary(lean_object*);
lean_object* vm_run(lean_object*);
#define PIECES(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define DECLARE(k) lean_object* kit_facts_##k(lean_object*);
PIECES(DECLARE)

/* number of answers; counts those that are not 1 in *failed */
static size_t judge(const char* what, lean_object* answers, size_t* failed) {
  size_t n = lean_sarray_size(answers);
  for (size_t i = 0; i < n; i++)
    if (lean_sarray_cptr(answers)[i] != 1) {
      ++*failed;
      if (what) printf("  compiled fact %zu of %s does not hold\n", i, what);
    }
  lean_dec(answers);
  return n;
}

/* small negative numbers must look as the runtime's own functions make them */
static int int_abi(void) {
  lean_object* big = lean_int64_to_int((int64_t)1 << 40);
  lean_object* next = lean_int_add(big, lean_box(1));
  lean_object* minus_one = lean_int_big_sub(big, next);
  int ok = minus_one == lean_int64_to_int(-1);
  lean_dec(big);
  lean_dec(next);
  return ok;
}

/* sum 10 + 9 + ... + 1 on the machine of Check/VM.lean: gas, code length, 13 registers, code, memory */
static int machine(void) {
  static const uint8_t code[7][8] = {
    {5, 2, 2, 1}, {12, 3, 2, 1}, {18, 0, 0, 3}, {16, 4, 0, 0}, {6, 1, 1, 5}, {21, 0, 1, 0}, {0}};
  uint64_t head[15] = {1000, sizeof code, [3] = 10, [7] = 1};
  uint8_t input[sizeof head + sizeof code + 16] = {0};
  memcpy(input, head, sizeof head);
  memcpy(input + sizeof head, code, sizeof code);
  lean_object* bytes = lean_alloc_sarray(1, sizeof input, sizeof input);
  memcpy(lean_sarray_cptr(bytes), input, sizeof input);
  lean_object* out = vm_run(bytes);
  uint64_t gas = 0, sum = 0;
  int ok = lean_sarray_size(out) >= 49 && lean_sarray_cptr(out)[0] == 0;
  if (ok) {
    memcpy(&gas, lean_sarray_cptr(out) + 17, 8);
    memcpy(&sum, lean_sarray_cptr(out) + 41, 8);
  }
  lean_dec(out);
  return ok && sum == 55 && gas == 1000 - 1 - 10 * (1 + 1 + 4 + 4 + 1 + 1);
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  lean_object* r = initialize_Compiled(1);
  if (!lean_io_result_is_ok(r)) return 2;
  lean_dec(r);
  size_t failed = 0, seen = 0, caught = 0;
#define JUDGE(k) seen += judge("piece " #k, kit_facts_##k(lean_box(0)), &failed);
  PIECES(JUDGE)
  judge(NULL, kit_canary(lean_box(0)), &caught);
  int ok = 1;
#define EXPECT(c, text) do { if (!(c)) { puts("  failed: " text); ok = 0; } } while (0)
  EXPECT(failed == 0, "compiled facts");
  EXPECT(seen == strtoull(argv[1], NULL, 10), "every generated fact was run");
  EXPECT(caught == 1, "the false fact is noticed");
  EXPECT(int_abi(), "representation of small integers");
  EXPECT(machine(), "small machine");
  if (ok) printf("  %zu facts hold in compiled code\n", seen);
  return ok ? 0 : 1;
}
