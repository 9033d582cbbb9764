// What every kernel shares. This is CUDA C for nvcc and, with the macros below, plain C for gcc, which runs the same
// text in the tests; so there are no templates and no warp functions. org.cotangent.kernel.gpu says how kernels are called.

#ifdef __CUDACC__
#define KERNEL extern "C" __global__ void
#define DEVICE static __device__ __forceinline__
#define SHARED __shared__
#define ALIGNED(bytes) __align__(bytes)
#define UNROLL _Pragma("unroll")
#define CALLER(kind, kernel)
#else
// The launcher defines threadIdx, blockIdx, blockDim, gridDim, __syncthreads and CALLER, and includes this text.
#define KERNEL static void
#define DEVICE static inline
#define SHARED static
#define ALIGNED(bytes) __attribute__((aligned(bytes)))
#define UNROLL
DEVICE float __fadd_rn(float a, float b) { return a + b; }
DEVICE float __fsub_rn(float a, float b) { return a - b; }
DEVICE float __fmul_rn(float a, float b) { return a * b; }
DEVICE float __fdiv_rn(float a, float b) { return a / b; }
DEVICE float __fmaf_rn(float a, float b, float c) { return fmaf(a, b, c); }
DEVICE float __fsqrt_rn(float a) { return sqrtf(a); }
DEVICE double __dadd_rn(double a, double b) { return a + b; }
DEVICE double __dsub_rn(double a, double b) { return a - b; }
DEVICE double __dmul_rn(double a, double b) { return a * b; }
DEVICE double __ddiv_rn(double a, double b) { return a / b; }
DEVICE double __fma_rn(double a, double b, double c) { return fma(a, b, c); }
DEVICE double __dsqrt_rn(double a) { return sqrt(a); }
DEVICE int __float_as_int(float a) { int bits; memcpy(&bits, &a, sizeof bits); return bits; }
DEVICE float __int_as_float(int bits) { float a; memcpy(&a, &bits, sizeof a); return a; }
DEVICE long long __double_as_longlong(double a) { long long bits; memcpy(&bits, &a, sizeof bits); return bits; }
DEVICE double __longlong_as_double(long long bits) { double a; memcpy(&a, &bits, sizeof a); return a; }
#define atomicAdd(place, more) (*(place) += (more)) // one thread at a time
#endif

#define RANK 6

struct Axes {
    int rank;
    int size[RANK];
};

struct In {
    const void *data;
    long long value;
    int stride[RANK];
};

// What a recipe in place takes: its arrays, all contiguous, and its numbers.
struct Update {
    void *at[8];
    double number[16];
};

typedef struct Axes Axes;
typedef struct In In;
typedef struct Update Update;
typedef unsigned char flag;

// The threads of the grid take elements in turn.
#define FIRST ((long long) blockIdx.x * blockDim.x + threadIdx.x)
#define STEP ((long long) gridDim.x * blockDim.x)

// As many elements as are read at once.
typedef struct ALIGNED(16) { float at[4]; } pack_f32;
typedef struct ALIGNED(16) { double at[2]; } pack_f64;
typedef struct ALIGNED(4) { flag at[4]; } flags_f32;
typedef struct ALIGNED(2) { flag at[2]; } flags_f64;

DEVICE int aligned(const void *data, int bytes) { return ((unsigned long long) data & (bytes - 1)) == 0; }

DEVICE float number_f32(In in) {
    return in.data != 0 ? *(const float *) in.data : __int_as_float((int) in.value);
}

DEVICE double number_f64(In in) {
    return in.data != 0 ? *(const double *) in.data : __longlong_as_double(in.value);
}

DEVICE long long number_i64(In in) {
    return in.data != 0 ? *(const long long *) in.data : in.value;
}

DEVICE flag number_b8(In in) {
    return in.data != 0 ? *(const flag *) in.data : (flag) (in.value & 1);
}

// Java's Math.min and max: NaN wins, and -0 is smaller than 0.

DEVICE float min_f32(float a, float b) {
    float equal = __int_as_float(__float_as_int(a) | __float_as_int(b));
    return a != a ? a : b != b ? b : a < b ? a : b < a ? b : equal;
}

DEVICE float max_f32(float a, float b) {
    float equal = __int_as_float(__float_as_int(a) & __float_as_int(b));
    return a != a ? a : b != b ? b : a > b ? a : b > a ? b : equal;
}

DEVICE double min_f64(double a, double b) {
    double equal = __longlong_as_double(__double_as_longlong(a) | __double_as_longlong(b));
    return a != a ? a : b != b ? b : a < b ? a : b < a ? b : equal;
}

DEVICE double max_f64(double a, double b) {
    double equal = __longlong_as_double(__double_as_longlong(a) & __double_as_longlong(b));
    return a != a ? a : b != b ? b : a > b ? a : b > a ? b : equal;
}

DEVICE long long min_i64(long long a, long long b) { return a < b ? a : b; }
DEVICE long long max_i64(long long a, long long b) { return a > b ? a : b; }

// Java's integers wrap around.
DEVICE long long add_i64(long long a, long long b) { return (long long) ((unsigned long long) a + (unsigned long long) b); }
DEVICE long long sub_i64(long long a, long long b) { return (long long) ((unsigned long long) a - (unsigned long long) b); }
DEVICE long long mul_i64(long long a, long long b) { return (long long) ((unsigned long long) a * (unsigned long long) b); }
DEVICE int add_i32(int a, int b) { return (int) ((unsigned) a + (unsigned) b); }
DEVICE int sub_i32(int a, int b) { return (int) ((unsigned) a - (unsigned) b); }

#define MOST_I64 0x7fffffffffffffffLL
#define LEAST_I64 (-MOST_I64 - 1)

// Java's cast from a number to an integer: NaN is 0, and what is too large becomes the largest.
DEVICE long long cut(double a) {
    return a != a ? 0 : a >= 9223372036854775808.0 ? MOST_I64 : a <= -9223372036854775808.0 ? LEAST_I64 : (long long) a;
}

// Where element i of a row-major array of the axes lies in an operand. Axes are counted from the last one.
#define PLACES(i, axes, each)                                  \
    unsigned rest = (unsigned) (i);                            \
    UNROLL                                                     \
    for (int d = RANK - 1; d > 0; d--) {                       \
        if (d < (axes).rank) {                                 \
            unsigned above = rest / (unsigned) (axes).size[d]; \
            int along = (int) (rest - above * (unsigned) (axes).size[d]); \
            rest = above;                                      \
            each(along, d)                                     \
        }                                                      \
    }                                                          \
    each((int) rest, 0)

DEVICE pack_f32 all_f32(float x) {
    pack_f32 all;
    UNROLL
    for (int k = 0; k < 4; k++) {
        all.at[k] = x;
    }
    return all;
}

DEVICE pack_f64 all_f64(double x) {
    pack_f64 all;
    all.at[0] = x;
    all.at[1] = x;
    return all;
}

DEVICE flags_f32 all_flags_f32(flag x) {
    flags_f32 all;
    UNROLL
    for (int k = 0; k < 4; k++) {
        all.at[k] = x;
    }
    return all;
}

DEVICE flags_f64 all_flags_f64(flag x) {
    flags_f64 all;
    all.at[0] = x;
    all.at[1] = x;
    return all;
}
