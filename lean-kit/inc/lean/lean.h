/* The part of Lean 4.35's C interface that the generated C of our core library and of the specification uses.
   Written for the offline kit (an official toolchain brings its own lean.h). Layouts are those of the runtime inside
   libleanshared, for 64-bit machines; every function that touches memory is checked through lean-kit/check. */
#pragma once
#include <stdint.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#ifdef __cplusplus
extern "C" {
#endif
#ifndef LEAN_EXPORT
/* Most symbols of our core library also exist inside libleanshared, where they must not be replaced: export none. */
#define LEAN_EXPORT __attribute__((visibility("hidden")))
#endif
#define LEAN_LIKELY(x) __builtin_expect((x), 1)
#define LEAN_UNLIKELY(x) __builtin_expect((x), 0)
#define SI static inline __attribute__((always_inline))
typedef struct {
  int m_rc;
  unsigned m_cs_sz : 16;
  unsigned m_other : 8;
  unsigned m_tag : 8;
} lean_object;
typedef lean_object* lean_obj_arg;
typedef lean_object* lean_obj_res;
typedef lean_object* b_lean_obj_arg;
typedef lean_object* b_lean_obj_res;
typedef struct {
  lean_object m_header;
  lean_object* m_objs[];
} lean_ctor_object;
typedef struct {
  lean_object m_header;
  size_t m_size;
  size_t m_capacity;
  lean_object* m_data[];
} lean_array_object;
typedef struct {
  lean_object m_header;
  size_t m_size;
  size_t m_capacity;
  uint8_t m_data[];
} lean_sarray_object;
typedef struct {
  lean_object m_header;
  size_t m_size;
  size_t m_capacity;
  size_t m_length;
  char m_data[];
} lean_string_object;
typedef struct {
  lean_object m_header;
  void* m_fun;
  uint16_t m_arity;
  uint16_t m_num_fixed;
  lean_object* m_objs[];
} lean_closure_object;
enum { LeanClosure = 245, LeanArray = 246, LeanScalarArray = 248, LeanString = 249 };
#define LEAN_SCALAR_PTR_LITERAL(a, b, c, d, e, f, g, h)                                                                \
  ((lean_object*)(size_t)((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 |             \
                          (uint64_t)(e) << 32 | (uint64_t)(f) << 40 | (uint64_t)(g) << 48 | (uint64_t)(h) << 56))
/* runtime functions (exported by libleanshared) */
void lean_dec_ref_cold(lean_object*);
void lean_inc_ref_huge_n(lean_object*, size_t);
lean_object* lean_alloc_object(size_t);
void lean_free_object(lean_object*);
void* mi_malloc_small(size_t);
void lean_mark_persistent(lean_object*);
void lean_mark_mt(lean_object*);
lean_object* lean_array_get_panic(lean_object*);
lean_object* lean_array_set_panic(lean_object*, lean_object*);
lean_object* lean_copy_expand_array(lean_object*, bool);
lean_object* lean_copy_sarray(lean_object*, size_t);
lean_object* lean_nat_big_succ(lean_object*);
lean_object* lean_nat_big_add(lean_object*, lean_object*);
lean_object* lean_nat_big_sub(lean_object*, lean_object*);
lean_object* lean_nat_big_mul(lean_object*, lean_object*);
lean_object* lean_nat_overflow_mul(size_t, size_t);
lean_object* lean_nat_big_div(lean_object*, lean_object*);
lean_object* lean_nat_big_mod(lean_object*, lean_object*);
bool lean_nat_big_eq(lean_object*, lean_object*);
bool lean_nat_big_le(lean_object*, lean_object*);
bool lean_nat_big_lt(lean_object*, lean_object*);
lean_object* lean_nat_big_land(lean_object*, lean_object*);
lean_object* lean_nat_big_lor(lean_object*, lean_object*);
lean_object* lean_nat_big_xor(lean_object*, lean_object*);
lean_object* lean_nat_big_shiftr(lean_object*, lean_object*);
lean_object* lean_big_usize_to_nat(size_t);
lean_object* lean_big_uint64_to_nat(uint64_t);
uint64_t lean_uint64_of_big_nat(lean_object*);
size_t lean_usize_of_big_nat(lean_object*);
lean_object* lean_big_int64_to_int(int64_t);
lean_object* lean_big_int_to_nat(lean_object*);
lean_object* lean_int_big_neg(lean_object*);
lean_object* lean_int_big_add(lean_object*, lean_object*);
lean_object* lean_int_big_sub(lean_object*, lean_object*);
lean_object* lean_int_big_mul(lean_object*, lean_object*);
lean_object* lean_int_big_ediv(lean_object*, lean_object*);
lean_object* lean_int_big_emod(lean_object*, lean_object*);
bool lean_int_big_eq(lean_object*, lean_object*);
bool lean_int_big_le(lean_object*, lean_object*);
bool lean_int_big_lt(lean_object*, lean_object*);
bool lean_string_eq_cold(lean_object*, lean_object*);
bool lean_sarray_eq_cold(lean_object*, lean_object*);
lean_object* lean_mk_string(const char*);
lean_object* lean_cstr_to_nat(const char*);
lean_object* lean_apply_1(lean_object*, lean_object*);
lean_object* lean_apply_2(lean_object*, lean_object*, lean_object*);
lean_object* lean_apply_3(lean_object*, lean_object*, lean_object*, lean_object*);
lean_object* lean_apply_4(lean_object*, lean_object*, lean_object*, lean_object*, lean_object*);
lean_object* lean_apply_5(lean_object*, lean_object*, lean_object*, lean_object*, lean_object*, lean_object*);
lean_object* lean_apply_6(lean_object*, lean_object*, lean_object*, lean_object*, lean_object*, lean_object*,
                          lean_object*);
lean_object* lean_apply_7(lean_object*, lean_object*, lean_object*, lean_object*, lean_object*, lean_object*,
                          lean_object*, lean_object*);
lean_object* lean_apply_8(lean_object*, lean_object*, lean_object*, lean_object*, lean_object*, lean_object*,
                          lean_object*, lean_object*, lean_object*);
/* boxing, reference counts */
SI bool lean_is_scalar(lean_object* o) { return ((size_t)o & 1) == 1; }
SI lean_object* lean_box(size_t n) { return (lean_object*)((n << 1) | 1); }
SI size_t lean_unbox(lean_object* o) { return (size_t)o >> 1; }
SI void lean_inc_ref(lean_object* o) {
  if (LEAN_LIKELY(o->m_rc > 0))
    o->m_rc++;
  else if (o->m_rc != 0)
    __atomic_fetch_sub(&o->m_rc, 1, __ATOMIC_RELAXED);
}
SI void lean_inc_ref_n(lean_object* o, size_t n) {
  if (LEAN_LIKELY(o->m_rc > 0))
    o->m_rc += (int)n;
  else if (o->m_rc != 0)
    __atomic_fetch_sub(&o->m_rc, (int)n, __ATOMIC_RELAXED);
}
SI void lean_dec_ref(lean_object* o) {
  if (LEAN_LIKELY(o->m_rc > 1))
    o->m_rc--;
  else if (o->m_rc != 0)
    lean_dec_ref_cold(o);
}
#define lean_dec_ref_known(o, n) lean_dec_ref(o)
SI void lean_inc(lean_object* o) {
  if (!lean_is_scalar(o)) lean_inc_ref(o);
}
SI void lean_inc_n(lean_object* o, size_t n) {
  if (!lean_is_scalar(o)) lean_inc_ref_n(o, n);
}
SI void lean_dec(lean_object* o) {
  if (!lean_is_scalar(o)) lean_dec_ref(o);
}
SI bool lean_is_exclusive(lean_object* o) { return LEAN_LIKELY(o->m_rc == 1); }
SI void lean_set_st_header(lean_object* o, unsigned tag, unsigned other) {
  o->m_rc = 1;
  o->m_tag = tag;
  o->m_other = other;
}
SI lean_object* lean_alloc_small_object(size_t sz) {
  sz = (sz + 7) & ~(size_t)7;
  lean_object* o = (lean_object*)mi_malloc_small(sz);
  o->m_cs_sz = (unsigned)sz;
  return o;
}
/* frees one cell whose fields were moved out; the compiler also passes a boxed scalar for "nothing to free" */
SI void lean_del_object(lean_object* o) {
  if (!lean_is_scalar(o)) lean_free_object(o);
}
SI unsigned lean_obj_tag(lean_object* o) { return lean_is_scalar(o) ? (unsigned)lean_unbox(o) : o->m_tag; }
/* constructors */
SI lean_object* lean_alloc_ctor(unsigned tag, unsigned n, unsigned sz) {
  size_t t = sizeof(lean_ctor_object) + sizeof(void*) * n + sz;
  lean_object* o = t <= 1024 ? lean_alloc_small_object(t) : lean_alloc_object(t);
  lean_set_st_header(o, tag, n);
  return o;
}
SI lean_object* lean_ctor_get(lean_object* o, unsigned i) { return ((lean_ctor_object*)o)->m_objs[i]; }
SI void lean_ctor_set(lean_object* o, unsigned i, lean_object* v) { ((lean_ctor_object*)o)->m_objs[i] = v; }
SI void lean_ctor_set_tag(lean_object* o, uint8_t t) { o->m_tag = t; }
SI uint8_t lean_ctor_get_uint8(lean_object* o, unsigned off) {
  return *((uint8_t*)((lean_ctor_object*)o)->m_objs + off);
}
SI uint16_t lean_ctor_get_uint16(lean_object* o, unsigned off) {
  uint16_t v;
  memcpy(&v, (uint8_t*)((lean_ctor_object*)o)->m_objs + off, 2);
  return v;
}
SI uint32_t lean_ctor_get_uint32(lean_object* o, unsigned off) {
  uint32_t v;
  memcpy(&v, (uint8_t*)((lean_ctor_object*)o)->m_objs + off, 4);
  return v;
}
SI uint64_t lean_ctor_get_uint64(lean_object* o, unsigned off) {
  uint64_t v;
  memcpy(&v, (uint8_t*)((lean_ctor_object*)o)->m_objs + off, 8);
  return v;
}
SI size_t lean_ctor_get_usize(lean_object* o, unsigned i) { return (size_t)((lean_ctor_object*)o)->m_objs[i]; }
SI void lean_ctor_set_uint8(lean_object* o, unsigned off, uint8_t v) {
  *((uint8_t*)((lean_ctor_object*)o)->m_objs + off) = v;
}
SI void lean_ctor_set_uint16(lean_object* o, unsigned off, uint16_t v) {
  memcpy((uint8_t*)((lean_ctor_object*)o)->m_objs + off, &v, 2);
}
SI void lean_ctor_set_uint32(lean_object* o, unsigned off, uint32_t v) {
  memcpy((uint8_t*)((lean_ctor_object*)o)->m_objs + off, &v, 4);
}
SI void lean_ctor_set_uint64(lean_object* o, unsigned off, uint64_t v) {
  memcpy((uint8_t*)((lean_ctor_object*)o)->m_objs + off, &v, 8);
}
SI void lean_ctor_set_usize(lean_object* o, unsigned i, size_t v) {
  ((lean_ctor_object*)o)->m_objs[i] = (lean_object*)v;
}
SI lean_object* lean_box_uint32(uint32_t v) { return lean_box(v); }
SI uint32_t lean_unbox_uint32(lean_object* o) { return (uint32_t)lean_unbox(o); }
SI lean_object* lean_box_uint64(uint64_t v) {
  lean_object* o = lean_alloc_ctor(0, 0, 8);
  lean_ctor_set_uint64(o, 0, v);
  return o;
}
SI uint64_t lean_unbox_uint64(lean_object* o) { return lean_ctor_get_uint64(o, 0); }
SI lean_object* lean_box_usize(size_t v) { return lean_box_uint64(v); }
SI size_t lean_unbox_usize(lean_object* o) { return lean_ctor_get_uint64(o, 0); }
/* closures */
SI lean_object* lean_alloc_closure(void* f, unsigned arity, unsigned nfixed) {
  lean_closure_object* o =
      (lean_closure_object*)lean_alloc_small_object(sizeof(lean_closure_object) + sizeof(void*) * nfixed);
  lean_set_st_header((lean_object*)o, LeanClosure, 0);
  o->m_fun = f;
  o->m_arity = (uint16_t)arity;
  o->m_num_fixed = (uint16_t)nfixed;
  return (lean_object*)o;
}
SI void lean_closure_set(lean_object* o, unsigned i, lean_object* v) { ((lean_closure_object*)o)->m_objs[i] = v; }
/* Nat */
#define LEAN_MAX_SMALL_NAT (SIZE_MAX >> 1)
SI lean_object* lean_usize_to_nat(size_t n) {
  return LEAN_LIKELY(n <= LEAN_MAX_SMALL_NAT) ? lean_box(n) : lean_big_usize_to_nat(n);
}
SI lean_object* lean_unsigned_to_nat(unsigned n) { return lean_box(n); }
SI lean_object* lean_uint64_to_nat(uint64_t n) {
  return LEAN_LIKELY(n <= LEAN_MAX_SMALL_NAT) ? lean_box(n) : lean_big_uint64_to_nat(n);
}
#define BOTH(a, b) LEAN_LIKELY(lean_is_scalar(a) && lean_is_scalar(b))
SI lean_object* lean_nat_add(lean_object* a, lean_object* b) {
  return BOTH(a, b) ? lean_usize_to_nat(lean_unbox(a) + lean_unbox(b)) : lean_nat_big_add(a, b);
}
SI lean_object* lean_nat_succ(lean_object* a) { return lean_nat_add(a, lean_box(1)); }
SI lean_object* lean_nat_sub(lean_object* a, lean_object* b) {
  if (BOTH(a, b)) {
    size_t x = lean_unbox(a), y = lean_unbox(b);
    return lean_box(x < y ? 0 : x - y);
  }
  return lean_nat_big_sub(a, b);
}
SI lean_object* lean_nat_pred(lean_object* a) { return lean_nat_sub(a, lean_box(1)); }
SI lean_object* lean_nat_mul(lean_object* a, lean_object* b) {
  if (BOTH(a, b)) {
    size_t x = lean_unbox(a), y = lean_unbox(b), r;
    if (!__builtin_mul_overflow(x, y, &r) && r <= LEAN_MAX_SMALL_NAT) return lean_box(r);
    return lean_nat_overflow_mul(x, y);
  }
  return lean_nat_big_mul(a, b);
}
SI lean_object* lean_nat_div(lean_object* a, lean_object* b) {
  if (BOTH(a, b)) {
    size_t y = lean_unbox(b);
    return lean_box(y ? lean_unbox(a) / y : 0);
  }
  return lean_nat_big_div(a, b);
}
SI lean_object* lean_nat_mod(lean_object* a, lean_object* b) {
  if (BOTH(a, b)) {
    size_t y = lean_unbox(b);
    return y ? lean_box(lean_unbox(a) % y) : a;
  }
  return lean_nat_big_mod(a, b);
}
SI bool lean_nat_eq(lean_object* a, lean_object* b) {
  return a == b || (!lean_is_scalar(a) && !lean_is_scalar(b) && lean_nat_big_eq(a, b));
}
SI uint8_t lean_nat_dec_eq(lean_object* a, lean_object* b) { return lean_nat_eq(a, b); }
SI uint8_t lean_nat_dec_lt(lean_object* a, lean_object* b) { return BOTH(a, b) ? a < b : lean_nat_big_lt(a, b); }
SI uint8_t lean_nat_dec_le(lean_object* a, lean_object* b) { return BOTH(a, b) ? a <= b : lean_nat_big_le(a, b); }
SI lean_object* lean_nat_land(lean_object* a, lean_object* b) {
  return BOTH(a, b) ? (lean_object*)((size_t)a & (size_t)b) : lean_nat_big_land(a, b);
}
SI lean_object* lean_nat_lor(lean_object* a, lean_object* b) {
  return BOTH(a, b) ? (lean_object*)((size_t)a | (size_t)b) : lean_nat_big_lor(a, b);
}
SI lean_object* lean_nat_lxor(lean_object* a, lean_object* b) {
  return BOTH(a, b) ? lean_box(lean_unbox(a) ^ lean_unbox(b)) : lean_nat_big_xor(a, b);
}
SI lean_object* lean_nat_shiftr(lean_object* a, lean_object* b) {
  if (BOTH(a, b)) {
    size_t y = lean_unbox(b);
    return lean_box(y < 64 ? lean_unbox(a) >> y : 0);
  }
  return lean_nat_big_shiftr(a, b);
}
/* Int: small values are int32 */
SI int64_t lean_scalar_to_int64(lean_object* a) { return (int)(unsigned)lean_unbox(a); }
SI lean_object* lean_int64_to_int(int64_t n) {
  return LEAN_LIKELY(INT32_MIN <= n && n <= INT32_MAX) ? lean_box((size_t)(unsigned)(int)n) : lean_big_int64_to_int(n);
}
lean_object* lean_big_size_t_to_int(size_t);
lean_object* lean_big_int_to_int(int);
SI lean_object* lean_nat_to_int(lean_object* a) {
  if (lean_is_scalar(a)) {
    size_t v = lean_unbox(a);
    return v <= INT32_MAX ? lean_box(v) : lean_big_size_t_to_int(v);
  }
  return a;
}
SI lean_object* lean_int_neg(lean_object* a) {
  return LEAN_LIKELY(lean_is_scalar(a)) ? lean_int64_to_int(-lean_scalar_to_int64(a)) : lean_int_big_neg(a);
}
SI lean_object* lean_int_neg_succ_of_nat(lean_object* a) {
  lean_object* s = lean_nat_succ(a);
  lean_dec(a);
  lean_object* i = lean_nat_to_int(s);
  lean_object* r = lean_int_neg(i);
  lean_dec(i);
  return r;
}
SI lean_object* lean_int_add(lean_object* a, lean_object* b) {
  return BOTH(a, b) ? lean_int64_to_int(lean_scalar_to_int64(a) + lean_scalar_to_int64(b)) : lean_int_big_add(a, b);
}
SI lean_object* lean_int_sub(lean_object* a, lean_object* b) {
  return BOTH(a, b) ? lean_int64_to_int(lean_scalar_to_int64(a) - lean_scalar_to_int64(b)) : lean_int_big_sub(a, b);
}
SI lean_object* lean_int_mul(lean_object* a, lean_object* b) {
  return BOTH(a, b) ? lean_int64_to_int(lean_scalar_to_int64(a) * lean_scalar_to_int64(b)) : lean_int_big_mul(a, b);
}
lean_object* lean_int_big_div(lean_object*, lean_object*);
lean_object* lean_int_big_mod(lean_object*, lean_object*);
SI lean_object* lean_int_div(lean_object* a, lean_object* b) {
  if (BOTH(a, b)) {
    int64_t x = lean_scalar_to_int64(a), y = lean_scalar_to_int64(b);
    return lean_int64_to_int(y ? x / y : 0);
  }
  return lean_int_big_div(a, b);
}
SI lean_object* lean_int_mod(lean_object* a, lean_object* b) {
  if (BOTH(a, b)) {
    int64_t x = lean_scalar_to_int64(a), y = lean_scalar_to_int64(b);
    return lean_int64_to_int(y ? x % y : x);
  }
  return lean_int_big_mod(a, b);
}
SI lean_object* lean_int_ediv(lean_object* a, lean_object* b) {
  if (BOTH(a, b)) {
    int64_t x = lean_scalar_to_int64(a), y = lean_scalar_to_int64(b);
    if (!y) return lean_box(0);
    int64_t q = x / y, r = x % y;
    if (r < 0) q += y > 0 ? -1 : 1;
    return lean_int64_to_int(q);
  }
  return lean_int_big_ediv(a, b);
}
SI lean_object* lean_int_emod(lean_object* a, lean_object* b) {
  if (BOTH(a, b)) {
    int64_t x = lean_scalar_to_int64(a), y = lean_scalar_to_int64(b);
    if (!y) return a;
    int64_t r = x % y;
    if (r < 0) r += y > 0 ? y : -y;
    return lean_int64_to_int(r);
  }
  return lean_int_big_emod(a, b);
}
SI uint8_t lean_int_dec_eq(lean_object* a, lean_object* b) { return BOTH(a, b) ? a == b : lean_int_big_eq(a, b); }
SI uint8_t lean_int_dec_le(lean_object* a, lean_object* b) {
  return BOTH(a, b) ? lean_scalar_to_int64(a) <= lean_scalar_to_int64(b) : lean_int_big_le(a, b);
}
SI uint8_t lean_int_dec_lt(lean_object* a, lean_object* b) {
  return BOTH(a, b) ? lean_scalar_to_int64(a) < lean_scalar_to_int64(b) : lean_int_big_lt(a, b);
}
SI lean_object* lean_nat_abs(lean_object* a) {
  if (lean_is_scalar(a)) {
    int64_t v = lean_scalar_to_int64(a);
    return lean_box((size_t)(v < 0 ? -v : v));
  }
  if (lean_int_dec_lt(a, lean_box(0))) {
    lean_object* n = lean_int_big_neg(a);
    return lean_is_scalar(n) ? lean_box((size_t)lean_scalar_to_int64(n)) : lean_big_int_to_nat(n);
  }
  lean_inc(a);
  return lean_big_int_to_nat(a);
}
/* arrays */
SI lean_array_object* lean_to_array(lean_object* o) { return (lean_array_object*)o; }
SI size_t lean_array_size(lean_object* o) { return lean_to_array(o)->m_size; }
SI lean_object* lean_array_get_size(lean_object* o) { return lean_box(lean_array_size(o)); }
SI lean_object* lean_mk_empty_array_with_capacity(lean_object* c) {
  size_t n = lean_is_scalar(c) ? lean_unbox(c) : 0;
  lean_array_object* o = (lean_array_object*)lean_alloc_object(sizeof(lean_array_object) + 8 * n);
  lean_set_st_header((lean_object*)o, LeanArray, 0);
  o->m_size = 0;
  o->m_capacity = n;
  return (lean_object*)o;
}
SI lean_object* lean_mk_empty_array(void) { return lean_mk_empty_array_with_capacity(lean_box(0)); }
SI lean_object* lean_array_fget_borrowed(lean_object* a, lean_object* i) {
  return lean_to_array(a)->m_data[lean_unbox(i)];
}
SI lean_object* lean_array_fget(lean_object* a, lean_object* i) {
  lean_object* r = lean_array_fget_borrowed(a, i);
  lean_inc(r);
  return r;
}
SI lean_object* lean_array_uget(lean_object* a, size_t i) {
  lean_object* r = lean_to_array(a)->m_data[i];
  lean_inc(r);
  return r;
}
SI bool lean_array_inb(lean_object* a, lean_object* i) {
  return LEAN_LIKELY(lean_is_scalar(i) && lean_unbox(i) < lean_array_size(a));
}
/* `Array.get!`: default value is borrowed, lean_array_get_panic takes it owned */
SI lean_object* lean_array_get(lean_object* d, lean_object* a, lean_object* i) {
  if (lean_array_inb(a, i)) return lean_array_fget(a, i);
  lean_inc(d);
  return lean_array_get_panic(d);
}
SI lean_object* lean_array_get_borrowed(lean_object* d, lean_object* a, lean_object* i) {
  if (lean_array_inb(a, i)) return lean_array_fget_borrowed(a, i);
  lean_inc(d);
  return lean_array_get_panic(d);
}
SI lean_object* lean_ensure_exclusive_array(lean_object* a) {
  return lean_is_exclusive(a) ? a : lean_copy_expand_array(a, false);
}
SI lean_object* lean_array_uset(lean_object* a, size_t i, lean_object* v) {
  a = lean_ensure_exclusive_array(a);
  lean_object** p = lean_to_array(a)->m_data + i;
  lean_dec(*p);
  *p = v;
  return a;
}
SI lean_object* lean_array_fset(lean_object* a, lean_object* i, lean_object* v) {
  return lean_array_uset(a, lean_unbox(i), v);
}
SI lean_object* lean_array_set(lean_object* a, lean_object* i, lean_object* v) {
  return lean_array_inb(a, i) ? lean_array_fset(a, i, v) : lean_array_set_panic(a, v);
}
SI lean_object* lean_array_pop(lean_object* a) {
  a = lean_ensure_exclusive_array(a);
  size_t n = lean_array_size(a);
  if (n) {
    lean_dec(lean_to_array(a)->m_data[n - 1]);
    lean_to_array(a)->m_size = n - 1;
  }
  return a;
}
/* byte arrays */
SI lean_sarray_object* lean_to_sarray(lean_object* o) { return (lean_sarray_object*)o; }
SI size_t lean_sarray_size(lean_object* o) { return lean_to_sarray(o)->m_size; }
SI uint8_t* lean_sarray_cptr(lean_object* o) { return lean_to_sarray(o)->m_data; }
SI lean_object* lean_alloc_sarray(unsigned es, size_t size, size_t cap) {
  lean_sarray_object* o = (lean_sarray_object*)lean_alloc_object(sizeof(lean_sarray_object) + es * cap);
  lean_set_st_header((lean_object*)o, LeanScalarArray, es);
  o->m_size = size;
  o->m_capacity = cap;
  return (lean_object*)o;
}
SI lean_object* lean_byte_array_size(lean_object* a) { return lean_box(lean_sarray_size(a)); }
SI lean_object* lean_mk_empty_byte_array(lean_object* c) {
  return lean_alloc_sarray(1, 0, lean_is_scalar(c) ? lean_unbox(c) : 0);
}
SI uint8_t lean_byte_array_uget(lean_object* a, size_t i) { return lean_sarray_cptr(a)[i]; }
SI uint8_t lean_byte_array_fget(lean_object* a, lean_object* i) { return lean_sarray_cptr(a)[lean_unbox(i)]; }
SI uint8_t lean_byte_array_get(lean_object* a, lean_object* i) {
  return LEAN_LIKELY(lean_is_scalar(i) && lean_unbox(i) < lean_sarray_size(a))
             ? lean_sarray_cptr(a)[lean_unbox(i)]
             : (uint8_t)lean_unbox(lean_array_get_panic(lean_box(0)));
}
SI lean_object* lean_byte_array_uset(lean_object* a, size_t i, uint8_t v) {
  if (!lean_is_exclusive(a)) a = lean_copy_sarray(a, lean_to_sarray(a)->m_capacity);
  lean_sarray_cptr(a)[i] = v;
  return a;
}
SI lean_object* lean_byte_array_fset(lean_object* a, lean_object* i, uint8_t v) {
  return lean_byte_array_uset(a, lean_unbox(i), v);
}
SI lean_object* lean_byte_array_set(lean_object* a, lean_object* i, uint8_t v) {
  return LEAN_LIKELY(lean_is_scalar(i) && lean_unbox(i) < lean_sarray_size(a))
             ? lean_byte_array_uset(a, lean_unbox(i), v)
             : lean_array_set_panic(a, lean_box(v));
}
SI uint8_t lean_sarray_dec_eq(lean_object* a, lean_object* b) {
  return a == b || (lean_sarray_size(a) == lean_sarray_size(b) &&
                    memcmp(lean_sarray_cptr(a), lean_sarray_cptr(b), lean_sarray_size(a)) == 0);
}
/* strings */
SI lean_string_object* lean_to_string(lean_object* o) { return (lean_string_object*)o; }
SI lean_object* lean_string_utf8_byte_size(lean_object* s) { return lean_box(lean_to_string(s)->m_size - 1); }
SI lean_object* lean_string_length(lean_object* s) { return lean_box(lean_to_string(s)->m_length); }
SI const char* lean_string_cstr(lean_object* s) { return lean_to_string(s)->m_data; }
SI uint8_t lean_string_dec_eq(lean_object* a, lean_object* b) {
  return a == b || (lean_to_string(a)->m_size == lean_to_string(b)->m_size &&
                    memcmp(lean_string_cstr(a), lean_string_cstr(b), lean_to_string(a)->m_size) == 0);
}
/* IO results of initialisers */
SI lean_object* lean_io_result_mk_ok(lean_object* a) {
  lean_object* r = lean_alloc_ctor(0, 1, 0);
  lean_ctor_set(r, 0, a);
  return r;
}
SI bool lean_io_result_is_error(lean_object* r) { return lean_obj_tag(r) == 1; }
SI bool lean_io_result_is_ok(lean_object* r) { return lean_obj_tag(r) == 0; }
/* lazily initialised closed terms (own implementation: 0 empty, 1 running, 2 ready) */
typedef struct {
  int state;
} lean_once_cell_t;
#define LEAN_ONCE_CELL_INITIALIZER {0}
int sched_yield(void);
#define ONCE(T, name, finish)                                                                                          \
  SI T name(T* place, lean_once_cell_t* cell, T (*init)(void)) {                                                       \
    if (LEAN_LIKELY(__atomic_load_n(&cell->state, __ATOMIC_ACQUIRE) == 2)) return *place;                              \
    int empty = 0;                                                                                                     \
    if (__atomic_compare_exchange_n(&cell->state, &empty, 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {                 \
      T v = init();                                                                                                    \
      finish;                                                                                                          \
      *place = v;                                                                                                      \
      __atomic_store_n(&cell->state, 2, __ATOMIC_RELEASE);                                                             \
      return v;                                                                                                        \
    }                                                                                                                  \
    while (__atomic_load_n(&cell->state, __ATOMIC_ACQUIRE) != 2) {                                                     \
      sched_yield();                                                                                                   \
    }                                                                                                                  \
    return *place;                                                                                                     \
  }
ONCE(lean_object*, lean_obj_once, lean_mark_persistent(v))
ONCE(uint8_t, lean_uint8_once, (void)0)
ONCE(uint16_t, lean_uint16_once, (void)0)
ONCE(uint32_t, lean_uint32_once, (void)0)
ONCE(uint64_t, lean_uint64_once, (void)0)
ONCE(size_t, lean_usize_once, (void)0)
#undef ONCE
/* Fixed-width integers. Operands are widened first: C would multiply two uint16_t as int, which may overflow. */
#define UINT(T, name, bits)                                                                                            \
  SI T lean_##name##_add(T a, T b) { return (T)((uint64_t)a + b); }                                                    \
  SI T lean_##name##_sub(T a, T b) { return (T)((uint64_t)a - b); }                                                    \
  SI T lean_##name##_mul(T a, T b) { return (T)((uint64_t)a * b); }                                                    \
  SI T lean_##name##_div(T a, T b) { return b ? (T)(a / b) : 0; }                                                      \
  SI T lean_##name##_mod(T a, T b) { return b ? (T)(a % b) : a; }                                                      \
  SI T lean_##name##_land(T a, T b) { return (T)(a & b); }                                                             \
  SI T lean_##name##_lor(T a, T b) { return (T)(a | b); }                                                              \
  SI T lean_##name##_xor(T a, T b) { return (T)(a ^ b); }                                                              \
  SI T lean_##name##_shift_left(T a, T b) { return (T)((uint64_t)a << (b & (bits - 1))); }                             \
  SI T lean_##name##_shift_right(T a, T b) { return (T)(a >> (b & (bits - 1))); }                                      \
  SI T lean_##name##_complement(T a) { return (T)~a; }                                                                 \
  SI T lean_##name##_neg(T a) { return (T)(0 - (uint64_t)a); }                                                         \
  SI uint8_t lean_##name##_dec_eq(T a, T b) { return a == b; }                                                         \
  SI uint8_t lean_##name##_dec_lt(T a, T b) { return a < b; }                                                          \
  SI uint8_t lean_##name##_dec_le(T a, T b) { return a <= b; }                                                         \
  SI T lean_bool_to_##name(uint8_t b) { return b; }                                                                    \
  SI T lean_##name##_of_nat(lean_object* a) {                                                                          \
    return LEAN_LIKELY(lean_is_scalar(a)) ? (T)lean_unbox(a) : (T)lean_uint64_of_big_nat(a);                           \
  }                                                                                                                    \
  SI T lean_##name##_of_nat_mk(lean_object* a) {                                                                       \
    T r = lean_##name##_of_nat(a);                                                                                     \
    lean_dec(a);                                                                                                       \
    return r;                                                                                                          \
  }
UINT(uint8_t, uint8, 8)
UINT(uint16_t, uint16, 16)
UINT(uint32_t, uint32, 32)
UINT(uint64_t, uint64, 64)
UINT(size_t, usize, 64)
#undef UINT
SI lean_object* lean_uint8_to_nat(uint8_t a) { return lean_box(a); }
SI lean_object* lean_uint16_to_nat(uint16_t a) { return lean_box(a); }
SI lean_object* lean_uint32_to_nat(uint32_t a) { return lean_box(a); }
#define CONVERT(From, from, To, to)                                                                                    \
  SI To lean_##from##_to_##to(From a) { return (To)a; }
CONVERT(uint8_t, uint8, uint16_t, uint16)
CONVERT(uint8_t, uint8, uint32_t, uint32)
CONVERT(uint8_t, uint8, uint64_t, uint64)
CONVERT(uint8_t, uint8, size_t, usize)
CONVERT(uint16_t, uint16, uint8_t, uint8)
CONVERT(uint16_t, uint16, uint32_t, uint32)
CONVERT(uint16_t, uint16, uint64_t, uint64)
CONVERT(uint16_t, uint16, size_t, usize)
CONVERT(uint32_t, uint32, uint8_t, uint8)
CONVERT(uint32_t, uint32, uint16_t, uint16)
CONVERT(uint32_t, uint32, uint64_t, uint64)
CONVERT(uint32_t, uint32, size_t, usize)
CONVERT(uint64_t, uint64, uint8_t, uint8)
CONVERT(uint64_t, uint64, uint16_t, uint16)
CONVERT(uint64_t, uint64, uint32_t, uint32)
CONVERT(uint64_t, uint64, size_t, usize)
CONVERT(size_t, usize, uint8_t, uint8)
CONVERT(size_t, usize, uint16_t, uint16)
CONVERT(size_t, usize, uint32_t, uint32)
CONVERT(size_t, usize, uint64_t, uint64)
#undef CONVERT
#ifdef __cplusplus
}
#endif
