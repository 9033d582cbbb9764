// Folds, the place of the best, gather and scatterAdd, for one type. What is set before: T, A (what T is folded in), NAME(x), the
// neutral elements, ADD, MULTIPLY, LARGER, SMALLER, IS_NAN(x), STORE(x), NUMBER(in), and SUM_INTO where there are atomic sums.
// A block folds what its threads have gathered in a fixed tree, so that sums do not change from run to run.

#define FOLD(fold, NEUTRAL, TOGETHER)                                                                              \
    KERNEL NAME(fold##_rows)(long long outer, long long count, long long inner, long long parts,                    \
                             const void *in, void *out) {                                                           \
        SHARED A of[1024];                                                                                          \
        const T *x = (const T *) in;                                                                                \
        long long length = (count + parts - 1) / parts;                                                             \
        for (long long row = blockIdx.x; row < outer * parts; row += gridDim.x) {                                   \
            long long o = row / parts;                                                                              \
            long long start = (row - o * parts) * length;                                                           \
            long long end = start + length < count ? start + length : count;                                        \
            A folded = NEUTRAL;                                                                                     \
            UNROLL                                                                                                  \
            for (long long i = start + threadIdx.x; i < end; i += blockDim.x) {                                     \
                folded = TOGETHER(folded, (A) x[o * count + i]);                                                    \
            }                                                                                                       \
            of[threadIdx.x] = folded;                                                                               \
            __syncthreads();                                                                                        \
            for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {                                             \
                if (threadIdx.x < half) {                                                                           \
                    of[threadIdx.x] = TOGETHER(of[threadIdx.x], of[threadIdx.x + half]);                            \
                }                                                                                                   \
                __syncthreads();                                                                                    \
            }                                                                                                       \
            if (threadIdx.x == 0) {                                                                                 \
                ((T *) out)[row] = STORE(of[0]);                                                                    \
            }                                                                                                       \
            __syncthreads();                                                                                        \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    KERNEL NAME(fold##_columns)(long long outer, long long count, long long inner, long long parts,                 \
                                const void *in, void *out) {                                                        \
        const T *x = (const T *) in;                                                                                \
        long long length = (count + parts - 1) / parts;                                                             \
        for (long long each = FIRST; each < outer * parts * inner; each += STEP) {                                  \
            long long row = each / inner;                                                                           \
            long long column = each - row * inner;                                                                  \
            long long o = row / parts;                                                                              \
            long long start = (row - o * parts) * length;                                                           \
            long long end = start + length < count ? start + length : count;                                        \
            A folded = NEUTRAL;                                                                                     \
            UNROLL                                                                                                  \
            for (long long i = start; i < end; i++) {                                                               \
                folded = TOGETHER(folded, (A) x[(o * count + i) * inner + column]);                                 \
            }                                                                                                       \
            ((T *) out)[each] = STORE(folded);                                                                      \
        }                                                                                                           \
    }

FOLD(sum, ZERO, ADD)
FOLD(product, ONE, MULTIPLY)
FOLD(max, LOWEST, LARGER)
FOLD(min, HIGHEST, SMALLER)

#undef FOLD

// A NaN is better than every number, and of equals the first is best.
#define ARG_FOLD(arg, BEATS)                                                                                        \
    DEVICE int NAME(arg##_better)(T a, long long at, T b, long long other) {                                        \
        int same = IS_NAN(a) ? IS_NAN(b) : a == b;                                                                      \
        return same ? at < other : IS_NAN(a) || (!IS_NAN(b) && a BEATS b);                                              \
    }                                                                                                               \
                                                                                                                    \
    KERNEL NAME(arg)(long long outer, long long count, long long inner, const void *in, long long *out) {           \
        SHARED T of[1024];                                                                                          \
        SHARED long long places[1024];                                                                              \
        const T *x = (const T *) in;                                                                                \
        if (count < 128) { /* a thread for each */                                                                  \
            for (long long each = FIRST; each < outer * inner; each += STEP) {                                      \
                const T *first = x + each / inner * count * inner + each % inner;                                   \
                T best = first[0];                                                                                  \
                long long place = 0;                                                                                \
                for (long long i = 1; i < count; i++) {                                                             \
                    T a = first[i * inner];                                                                         \
                    if (NAME(arg##_better)(a, i, best, place)) {                                                    \
                        best = a;                                                                                   \
                        place = i;                                                                                  \
                    }                                                                                               \
                }                                                                                                   \
                out[each] = place;                                                                                  \
            }                                                                                                       \
            return;                                                                                                 \
        }                                                                                                           \
        for (long long each = blockIdx.x; each < outer * inner; each += gridDim.x) { /* a block for each */         \
            const T *first = x + each / inner * count * inner + each % inner;                                       \
            long long place = threadIdx.x < count ? threadIdx.x : 0;                                                \
            T best = first[place * inner];                                                                          \
            for (long long i = place + blockDim.x; i < count; i += blockDim.x) {                                    \
                T a = first[i * inner];                                                                             \
                if (NAME(arg##_better)(a, i, best, place)) {                                                        \
                    best = a;                                                                                       \
                    place = i;                                                                                      \
                }                                                                                                   \
            }                                                                                                       \
            of[threadIdx.x] = best;                                                                                 \
            places[threadIdx.x] = place;                                                                            \
            __syncthreads();                                                                                        \
            for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {                                             \
                unsigned there = threadIdx.x + half;                                                                \
                if (threadIdx.x < half                                                                              \
                    && NAME(arg##_better)(of[there], places[there], of[threadIdx.x], places[threadIdx.x])) {        \
                    of[threadIdx.x] = of[there];                                                                    \
                    places[threadIdx.x] = places[there];                                                            \
                }                                                                                                   \
                __syncthreads();                                                                                    \
            }                                                                                                       \
            if (threadIdx.x == 0) {                                                                                 \
                out[each] = places[0];                                                                              \
            }                                                                                                       \
            __syncthreads();                                                                                        \
        }                                                                                                           \
    }

ARG_FOLD(argmax, >)
ARG_FOLD(argmin, <)

#undef ARG_FOLD

// Picks elements, and the reverse: PLACE is where the index points, along the axis whose stride is 0 in the operand.

#define PICK(index_, d)                                  \
    from += (long long) (index_) * in.stride[d];         \
    which += (long long) (index_) * index.stride[d];

KERNEL NAME(gather)(long long n, void *out, Axes axes, In in, int step, long long limit, In index, int *wrong) {
    for (long long i = FIRST; i < n; i += STEP) {
        long long from = 0;
        long long which = 0;
        PLACES(i, axes, PICK)
        long long wanted = index.data == 0 ? index.value : ((const long long *) index.data)[which];
        if (wanted < 0 || wanted >= limit) {
            *wrong = 1;
        } else {
            ((T *) out)[i] = in.data == 0 ? NUMBER(in) : ((const T *) in.data)[from + wanted * step];
        }
    }
}

#undef PICK

#ifdef SUM_INTO

#define PICK(index_, d)                                  \
    into += (long long) (index_) * out.stride[d];        \
    which += (long long) (index_) * index.stride[d];     \
    from += (long long) (index_) * source.stride[d];

KERNEL NAME(scatter_add)(long long n, In out, int step, long long limit, Axes axes, In index, In source, int *wrong) {
    for (long long i = FIRST; i < n; i += STEP) {
        long long into = 0;
        long long which = 0;
        long long from = 0;
        PLACES(i, axes, PICK)
        long long wanted = index.data == 0 ? index.value : ((const long long *) index.data)[which];
        if (wanted < 0 || wanted >= limit) {
            *wrong = 1;
        } else {
            T more = source.data == 0 ? NUMBER(source) : ((const T *) source.data)[from];
            atomicAdd((SUM_INTO *) out.data + into + wanted * step, (SUM_INTO) more);
        }
    }
}

#undef PICK

#endif
