/* Everything of Lean's C interface that Rust needs, as plain functions over octets: initialisation, threads, calls of
   functions ByteArray -> ByteArray, and sessions, which are objects that Rust only passes back. Reference counts stay on this side. Compiled against the toolchain's own header. */
#include <lean/lean.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define API __attribute__((visibility("hidden")))

extern void lean_initialize_runtime_module(void);
extern void lean_io_mark_end_initialization(void);
extern void lean_initialize_thread(void);
extern void lean_finalize_thread(void);
extern void lean_set_exit_on_panic(bool);
extern lean_object* JAR_SPECIFICATION_INITIALIZER(uint8_t builtin);
extern lean_object* JAR_EXAMPLES_INITIALIZER(uint8_t builtin);
extern lean_object* JAR_PROBE_INITIALIZER(uint8_t builtin);
extern uint32_t jar_abi_version(lean_object* unit);

/* Runtime functions that read and build arrays by the library's own idea of their layout. */
extern lean_object* lean_byte_array_mk(lean_object*);
extern lean_object* lean_byte_array_data(lean_object*);
extern lean_object* lean_byte_array_push(lean_object*, uint8_t);
extern lean_object* lean_array_push(lean_object*, lean_object*);
extern uint64_t lean_byte_array_hash(lean_object*);

/* Before main, hence before any thread: the runtime reads these when it starts and when it panics. By default a panic prints and goes on with
   a default value, which would be a wrong answer; it must end the process. The backtrace only costs time. */
__attribute__((constructor)) static void environment(void) {
  setenv("LEAN_ABORT_ON_PANIC", "1", 1);
  setenv("LEAN_BACKTRACE", "0", 1);
}

/* abort() by Lean's panic or by Rust's handler of stack overflows becomes an exit code; no core file delays it. */
static void on_abort(int signal) { (void)signal; _exit(134); }

static void contain_crashes(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_abort;
  action.sa_flags = SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(SIGABRT, &action, NULL);
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
  lean_set_exit_on_panic(true);
}

static lean_object* from_octets(const uint8_t* data, size_t size) {
  lean_object* array = lean_alloc_sarray(1, size, size);
  if (size) memcpy(lean_sarray_cptr(array), data, size);
  return array;
}

/* Does this header lay out objects as the library does? Builds on one side, reads on the other; sizes and capacities differ, so that
   a confusion of the two shows. */
static bool layout_agrees(void) {
  static const uint8_t octets[] = {0x4a, 0x00, 0xff, 0x80, 0x01};
  const size_t n = sizeof octets;
  lean_object* ours = from_octets(octets, n);
  const unsigned tag = ours->m_tag, element = ours->m_other;
  /* Full to its capacity: the library must move it to grow. */
  lean_object* grown = lean_byte_array_push(ours, 0x5a);
  bool ok = lean_sarray_size(grown) == n + 1 && lean_sarray_cptr(grown)[n] == 0x5a;
  ok = ok && memcmp(lean_sarray_cptr(grown), octets, n) == 0;
  if (!ok) return false;
  uint64_t hash = lean_byte_array_hash(grown);
  lean_object* boxed = lean_array_push(lean_byte_array_data(grown), lean_box(0x33)); /* takes grown */
  if (lean_array_size(boxed) != n + 2) return false;
  boxed = lean_array_pop(boxed);
  for (size_t i = 0; ok && i < n; i++) ok = lean_array_uget(boxed, i) == lean_box(octets[i]);
  lean_object* theirs = lean_byte_array_mk(boxed); /* takes boxed */
  ok = ok && lean_sarray_size(theirs) == n + 1 && memcmp(lean_sarray_cptr(theirs), octets, n) == 0;
  ok = ok && theirs->m_tag == tag && theirs->m_other == element && lean_is_exclusive(theirs);
  if (!ok) return false;
  ok = lean_byte_array_hash(theirs) == hash;
  lean_dec(theirs);
  lean_object* big = lean_int64_to_int((int64_t)1 << 40);
  lean_object* bigger = lean_int_add(big, lean_box(1));
  ok = ok && lean_int_big_sub(big, bigger) == lean_int64_to_int(-1);
  lean_dec(big);
  lean_dec(bigger);
  return ok;
}

static bool initialise(lean_object* (*module)(uint8_t)) {
  lean_object* result = module(1);
  bool ok = lean_io_result_is_ok(result);
  lean_dec(result);
  return ok;
}

/* Once per process, on the first thread that uses Lean, which counts as attached. 0: ready; 1: header and library
   disagree; 2: a module failed. */
API int32_t jar_shim_init(void) {
  contain_crashes();
  lean_initialize_runtime_module();
  if (!layout_agrees()) return 1;
  if (!initialise(JAR_SPECIFICATION_INITIALIZER)) return 2;
  lean_io_mark_end_initialization();
  return 0;
}

/* Modules that only tests need, after jar_shim_init; again without effect. 0: ready; 2: the module failed. */
API int32_t jar_shim_init_examples(void) { return initialise(JAR_EXAMPLES_INITIALIZER) ? 0 : 2; }
API int32_t jar_shim_init_probe(void) { return initialise(JAR_PROBE_INITIALIZER) ? 0 : 2; }

/* For tests: a memory fault that is nobody's but this process's. */
API int32_t jar_shim_wild_read(void) { return *(volatile int32_t*)8; }

API uint32_t jar_shim_abi_version(void) { return jar_abi_version(lean_box(0)); }
API void jar_shim_attach(void) { lean_initialize_thread(); }
API void jar_shim_detach(void) { lean_finalize_thread(); }

/* A result that did not fit, until it is fetched. */
static __thread lean_object* pending;

/* Copies out at most `capacity` octets: all or nothing. Gives the size; if that exceeds the capacity, the result waits. */
API size_t jar_shim_take(uint8_t* out, size_t capacity) {
  size_t size = lean_sarray_size(pending);
  if (size > capacity) return size;
  if (size) memcpy(out, lean_sarray_cptr(pending), size);
  lean_dec(pending);
  pending = NULL;
  return size;
}

/* Calls f with a copy of the input; then as jar_shim_take. */
API size_t jar_shim_call(lean_object* (*f)(lean_object*), const uint8_t* in, size_t size, uint8_t* out,
                         size_t capacity) {
  if (pending) lean_dec(pending);
  pending = f(from_octets(in, size));
  return jar_shim_take(out, capacity);
}

/* Sessions. Lean's exports own what they take; Rust keeps its reference until jar_shim_session_drop. */
extern lean_object* jar_state_load(lean_object* octets);
extern lean_object* jar_state_apply(lean_object* session, lean_object* octets);

API lean_object* jar_shim_session_load(const uint8_t* in, size_t size) { return jar_state_load(from_octets(in, size)); }

API lean_object* jar_shim_session_apply(lean_object* session, const uint8_t* in, size_t size) {
  lean_inc(session);
  return jar_state_apply(session, from_octets(in, size));
}

/* Calls f with the session; then as jar_shim_take. */
API size_t jar_shim_session_read(lean_object* (*f)(lean_object*), lean_object* session, uint8_t* out, size_t capacity) {
  if (pending) lean_dec(pending);
  lean_inc(session);
  pending = f(session);
  return jar_shim_take(out, capacity);
}

API void jar_shim_session_drop(lean_object* session) { lean_dec(session); }
