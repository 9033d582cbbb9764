// The softmax of rows and its logarithm, for float and double: T, NAME(x), ADD, SUBTRACT, MULTIPLY, DIVIDE, LARGER, EXP and LOG
// are set before. Short rows take a thread each, others a block each.

#define SOFTMAX(softmax, WRITE, FACTOR)                                                                             \
    KERNEL NAME(softmax)(long long rows, long long columns, const void *in, void *out) {                            \
        SHARED T of[1024];                                                                                          \
        if (columns <= 32) {                                                                                        \
            for (long long row = FIRST; row < rows; row += STEP) {                                                  \
                const T *x = (const T *) in + row * columns;                                                        \
                T *y = (T *) out + row * columns;                                                                   \
                T max = LOWEST;                                                                                     \
                for (long long i = 0; i < columns; i++) {                                                           \
                    max = LARGER(max, x[i]);                                                                        \
                }                                                                                                   \
                T sum = 0;                                                                                          \
                for (long long i = 0; i < columns; i++) {                                                           \
                    sum = ADD(sum, EXP(SUBTRACT(x[i], max)));                                                       \
                }                                                                                                   \
                T factor = FACTOR(sum);                                                                             \
                for (long long i = 0; i < columns; i++) {                                                           \
                    y[i] = WRITE(SUBTRACT(x[i], max), factor);                                                      \
                }                                                                                                   \
            }                                                                                                       \
            return;                                                                                                 \
        }                                                                                                           \
        for (long long row = blockIdx.x; row < rows; row += gridDim.x) {                                            \
            const T *x = (const T *) in + row * columns;                                                            \
            T *y = (T *) out + row * columns;                                                                       \
            T max = LOWEST;                                                                                         \
            for (long long i = threadIdx.x; i < columns; i += blockDim.x) {                                         \
                max = LARGER(max, x[i]);                                                                            \
            }                                                                                                       \
            of[threadIdx.x] = max;                                                                                  \
            __syncthreads();                                                                                        \
            for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {                                             \
                if (threadIdx.x < half) {                                                                           \
                    of[threadIdx.x] = LARGER(of[threadIdx.x], of[threadIdx.x + half]);                              \
                }                                                                                                   \
                __syncthreads();                                                                                    \
            }                                                                                                       \
            max = of[0];                                                                                            \
            __syncthreads();                                                                                        \
            T sum = 0;                                                                                              \
            for (long long i = threadIdx.x; i < columns; i += blockDim.x) {                                         \
                sum = ADD(sum, EXP(SUBTRACT(x[i], max)));                                                           \
            }                                                                                                       \
            of[threadIdx.x] = sum;                                                                                  \
            __syncthreads();                                                                                        \
            for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {                                             \
                if (threadIdx.x < half) {                                                                           \
                    of[threadIdx.x] = ADD(of[threadIdx.x], of[threadIdx.x + half]);                                 \
                }                                                                                                   \
                __syncthreads();                                                                                    \
            }                                                                                                       \
            T factor = FACTOR(of[0]);                                                                               \
            for (long long i = threadIdx.x; i < columns; i += blockDim.x) {                                         \
                y[i] = WRITE(SUBTRACT(x[i], max), factor);                                                          \
            }                                                                                                       \
            __syncthreads();                                                                                        \
        }                                                                                                           \
    }

#define RECIPROCAL(sum) DIVIDE((T) 1, sum)
#define PART(shifted, factor) MULTIPLY(EXP(shifted), factor)

SOFTMAX(softmax, PART, RECIPROCAL)
SOFTMAX(log_softmax, SUBTRACT, LOG)

#undef SOFTMAX
#undef RECIPROCAL
#undef PART
