// Copies from one type and layout to another. FROM, INTO, NAME(x), READ(in) and CONVERT(x) are set before.

#define MOVE(index, d)                     \
    from += (long long) (index) * in.stride[d]; \
    into += (long long) (index) * out.stride[d];

KERNEL NAME(copy)(long long n, In out, Axes axes, In in) {
    const FROM number = in.data == 0 ? READ(in) : 0;
    for (long long i = FIRST; i < n; i += STEP) {
        long long from = 0;
        long long into = 0;
        PLACES(i, axes, MOVE)
        FROM x = in.data == 0 ? number : ((const FROM *) in.data)[from];
        ((INTO *) out.data)[into] = CONVERT(x);
    }
}

#undef MOVE
