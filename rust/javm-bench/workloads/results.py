#!/usr/bin/env python3
"""The results of the workloads by other means: Python's integers and hashlib. Prints the lines of results.txt.

mini_verifier and emulator are missing: proofs come from a prover of our own, and the emulated program is judged by its primes.
"""
import hashlib

P = 2**64 - 2**32 + 1
WORD = 2**64


def splitmix(seed):
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) % WORD
        z = ((seed ^ seed >> 30) * 0xBF58476D1CE4E5B9) % WORD
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) % WORD
        yield z ^ z >> 31


def draw(generator, count):
    return [next(generator) for _ in range(count)]


def fold(words):
    total = 0xCBF29CE484222325
    for word in words:
        total = (total ^ word) * 0x100000001B3 % WORD
        total = (total << 23 | total >> 41) % WORD
    return total


def words(octets, size=8):
    return [int.from_bytes(octets[i : i + size], "little") for i in range(0, len(octets), size)]


def rotate(x, n):
    return (x << n % 64 | x >> (64 - n % 64)) % WORD


def keccak_f(a):
    lfsr = 1
    for _ in range(24):
        c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        a = [[lane ^ c[x - 1] ^ rotate(c[(x + 1) % 5], 1) for lane in a[x]] for x in range(5)]
        x, y, lane = 1, 0, a[1][0]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            lane, a[x][y] = a[x][y], rotate(lane, (t + 1) * (t + 2) // 2)
        a = [[a[x][y] ^ (~a[(x + 1) % 5][y] & a[(x + 2) % 5][y]) for y in range(5)] for x in range(5)]
        for j in range(7):
            lfsr = (lfsr << 1 ^ (lfsr >> 7) * 0x71) % 256
            if lfsr & 2:
                a[0][0] ^= 1 << (1 << j) - 1
    return a


def keccak(message, padding):
    message = bytearray(message) + bytes([padding])
    message += bytes(-len(message) % 136)
    message[-1] |= 0x80
    a = [[0] * 5 for _ in range(5)]
    for start in range(0, len(message), 136):
        for i, word in enumerate(words(message[start : start + 136])):
            a[i % 5][i // 5] ^= word
        a = keccak_f(a)
    return b"".join(a[i][0].to_bytes(8, "little") for i in range(4))


def fri_fold():
    numbers = iter([x % P for x in draw(splitmix(1), 12 + 30 * 14)])
    betas, values = [next(numbers) for _ in range(12)], []
    for _ in range(30):
        inverse, value = next(numbers), next(numbers)
        for beta in betas:
            opposite = next(numbers)
            value = (value + opposite + beta * (value - opposite) * inverse) * pow(2, -1, P) % P
            inverse = inverse * inverse % P
        values.append(value)
    return values


def poseidon2():
    generator = splitmix(0)
    outer = [draw(generator, 8) for _ in range(8)]
    inner, diagonal = draw(generator, 22), draw(generator, 8)
    m4 = [[5, 7, 1, 3], [4, 6, 1, 1], [1, 3, 5, 7], [1, 1, 4, 6]]
    matrix = [[m4[i % 4][j % 4] * (2 if i // 4 == j // 4 else 1) for j in range(8)] for i in range(8)]

    def mix(state):
        return [sum(a * b for a, b in zip(row, state)) % P for row in matrix]

    def full(state, constants):
        return mix([pow(x + c, 7, P) for x, c in zip(state, constants)])

    state = list(range(8))
    for _ in range(1000):
        state = mix(state)
        for constants in outer[:4]:
            state = full(state, constants)
        for constant in inner:
            state[0] = pow(state[0] + constant, 7, P)
            state = [(x * d + sum(state)) % P for x, d in zip(state, diagonal)]
        for constants in outer[4:]:
            state = full(state, constants)
    return state


def main():
    message = bytes(range(256)) * 4
    assert keccak(message, 6) == hashlib.sha3_256(message).digest()
    a, b = 0, 1
    for _ in range(1_000_000):
        a, b = b, (a + b) % WORD
    composite = {m for n in range(2, 317) for m in range(n * n, 100_001, n)}
    coefficients = draw(splitmix(1), 4097)

    def value(x):
        total = 0
        for coefficient in reversed(coefficients):
            total = (total * x + coefficient) % P
        return total

    for name, result in {
        "fib": a,
        "sort": fold(sorted(x >> 32 for x in draw(splitmix(1), 1000))),
        "sieve": 100_001 - 2 - len(composite),
        "blake2b": fold(words(hashlib.blake2b(message).digest())),
        "keccak": fold(words(keccak(message, 1))),
        "ed25519": 1,
        "ecrecover": fold(words(bytes.fromhex("a94f5374fce5edbc8e2a8697c15331677e6ebf0b"), 4)),
        "goldilocks_mul": 3 * pow(P - 5, 100_000, P) % P,
        "poseidon2": fold(poseidon2()),
        "poly_eval": fold(value(pow(7, i, P)) for i in range(64)),
        "fri_fold": fold(fri_fold()),
    }.items():
        print(f"{name} {result:#018x}")


main()
