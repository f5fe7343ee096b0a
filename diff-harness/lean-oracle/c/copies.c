/* Counts copies of arrays and byte strings in a binary that is linked with --wrap for these functions. The runtime calls some of
   them itself; those calls are inside the shared library and not seen, so the growing functions are counted too. */
#include <lean/lean.h>

#define API __attribute__((visibility("hidden")))

static uint64_t copies, octets;

extern lean_object* __real_lean_copy_expand_array(lean_object*, bool);
extern lean_object* __real_lean_copy_sarray(lean_object*, size_t);
extern lean_object* __real_lean_byte_array_push(lean_object*, uint8_t);
extern lean_object* __real_lean_byte_array_copy_slice(lean_object*, lean_object*, lean_object*, lean_object*, lean_object*, bool);
extern lean_object* __real_lean_array_push(lean_object*, lean_object*);

static void count_array(lean_object* a) { copies++; octets += 8 * lean_array_size(a); }
static void count_bytes(lean_object* a) { copies++; octets += lean_sarray_size(a); }

API lean_object* __wrap_lean_copy_expand_array(lean_object* a, bool expand) {
  count_array(a);
  return __real_lean_copy_expand_array(a, expand);
}
API lean_object* __wrap_lean_copy_sarray(lean_object* a, size_t capacity) {
  count_bytes(a);
  return __real_lean_copy_sarray(a, capacity);
}
API lean_object* __wrap_lean_byte_array_push(lean_object* a, uint8_t octet) {
  if (!lean_is_exclusive(a)) count_bytes(a);
  return __real_lean_byte_array_push(a, octet);
}
API lean_object* __wrap_lean_byte_array_copy_slice(lean_object* from, lean_object* at, lean_object* to, lean_object* start,
                                                   lean_object* size, bool exact) {
  if (!lean_is_exclusive(to)) count_bytes(to);
  return __real_lean_byte_array_copy_slice(from, at, to, start, size, exact);
}
API lean_object* __wrap_lean_array_push(lean_object* a, lean_object* value) {
  if (!lean_is_exclusive(a)) count_array(a);
  return __real_lean_array_push(a, value);
}

/* Copies and octets copied since the last call. */
API void jar_copies_take(uint64_t* count, uint64_t* size) {
  *count = copies;
  *size = octets;
  copies = octets = 0;
}
