/* The functions that Jar/Crypto/Signatures.lean binds at link time: octets of Lean to those of Rust (src/signatures.rs) and back. Lean lends its arguments. */
#include <lean/lean.h>
#include <string.h>

typedef struct {
  const uint8_t* data;
  size_t size;
} octets;

extern bool jar_crypto_ed25519_verify(octets key, octets message, octets signature);
extern bool jar_crypto_vrf_verify(octets key, octets context, octets message, octets signature);
extern bool jar_crypto_vrf_output(octets signature, uint8_t* out);
extern bool jar_crypto_ring_commitment(octets keys, uint8_t* out);
extern bool jar_crypto_ring_verify(uint32_t size, octets commitment, octets context, octets message, octets signature);
extern bool jar_crypto_ring_output(octets signature, uint8_t* out);

static octets lent(b_lean_obj_arg array) {
  octets view = {lean_sarray_cptr(array), lean_sarray_size(array)};
  return view;
}

/* A byte string of `size` octets, or of none. */
static lean_obj_res answer(const uint8_t* data, size_t size, bool found) {
  size = found ? size : 0;
  lean_object* array = lean_alloc_sarray(1, size, size);
  if (size) memcpy(lean_sarray_cptr(array), data, size);
  return array;
}

uint8_t jar_ed25519_verify(b_lean_obj_arg key, b_lean_obj_arg message, b_lean_obj_arg signature) {
  return jar_crypto_ed25519_verify(lent(key), lent(message), lent(signature));
}

uint8_t jar_vrf_verify(b_lean_obj_arg key, b_lean_obj_arg context, b_lean_obj_arg message, b_lean_obj_arg signature) {
  return jar_crypto_vrf_verify(lent(key), lent(context), lent(message), lent(signature));
}

lean_obj_res jar_vrf_output(b_lean_obj_arg signature) {
  uint8_t out[32];
  return answer(out, sizeof out, jar_crypto_vrf_output(lent(signature), out));
}

lean_obj_res jar_ring_commitment(b_lean_obj_arg keys) {
  uint8_t out[144];
  return answer(out, sizeof out, jar_crypto_ring_commitment(lent(keys), out));
}

uint8_t jar_ring_verify(uint32_t size, b_lean_obj_arg commitment, b_lean_obj_arg context, b_lean_obj_arg message,
                        b_lean_obj_arg signature) {
  return jar_crypto_ring_verify(size, lent(commitment), lent(context), lent(message), lent(signature));
}

lean_obj_res jar_ring_output(b_lean_obj_arg signature) {
  uint8_t out[32];
  return answer(out, sizeof out, jar_crypto_ring_output(lent(signature), out));
}
