/* The loops in which a ranking of a country spends its time; plain.py has the same in numpy.

   Nothing is kept between two calls, so that threads may call at once. Whoever calls has checked
   what is passed: compiled.py. */

#include <stdint.h>
#include <string.h>

/* Raised whenever what is passed changes: compiled.py wants the same. */
int32_t matchmaker_kernels(void) { return 2; }

/* What lies scattered in memory is fetched while what comes before it is worked on. */
enum { AHEAD = 8, LINE = 64 / sizeof(uint16_t) };

#if defined(__GNUC__)
#define FETCH(place) __builtin_prefetch(place)
#else
#define FETCH(place)
#endif

/* Postings, and the lists of them that a query adds to the rows they hold. */
struct lists {
    const uint16_t *rows;
    const uint32_t *ends;
    int64_t count;
    const int64_t *keys;
    const double *added;
};

static void add(const struct lists *of, int64_t slabs, int64_t slab, double *sums)
{
    for (int64_t list = 0; list < of->count; list++) {
        if (list + 2 * AHEAD < of->count) {
            FETCH(of->rows + of->ends[of->keys[list + AHEAD] * slabs + slab]);
            FETCH(of->ends + of->keys[list + 2 * AHEAD] * slabs + slab);
        }
        const uint32_t *end = of->ends + of->keys[list] * slabs + slab;
        const double each = of->added[list];
        for (uint32_t at = end[0]; at < end[slabs]; at++)
            sums[of->rows[at]] += each;
    }
}

void add_lists(const struct lists *of, int64_t slabs, const int64_t *first_row, double *sums)
{
    for (int64_t slab = 0; slab < slabs; slab++)
        add(of, slabs, slab, sums + first_row[slab]);
}

/* x·M·x of every row x: of each term of a row the line of M is summed up over the terms of the row,
   which lie in `spread`, as wide as M and 0 elsewhere before and after. */
void quadratic_forms(int64_t count, const int32_t *ends, const int32_t *columns,
                     const double *values, const int32_t *metric_ends,
                     const int32_t *metric_columns, const double *metric, double *spread,
                     double *forms)
{
    for (int64_t row = 0; row < count; row++) {
        double form = 0.0;
        for (int32_t at = ends[row]; at < ends[row + 1]; at++)
            spread[columns[at]] = values[at];
        for (int32_t at = ends[row]; at < ends[row + 1]; at++) {
            const int32_t last = metric_ends[columns[at] + 1];
            double line = 0.0;
            for (int32_t with = metric_ends[columns[at]]; with < last; with++)
                line += metric[with] * spread[metric_columns[with]];
            form += values[at] * line;
        }
        for (int32_t at = ends[row]; at < ends[row + 1]; at++)
            spread[columns[at]] = 0.0;
        forms[row] = form;
    }
}

/* Rows times a matrix, of which only sums above `floor` are kept, in the order in which a row meets
   them. All values are above 0: a sum is 0 until its column is met. `sums`, as wide as the matrix,
   are 0 before and after; `found` and `kept` hold all that the rows could meet. */
void products_above(int64_t count, const int32_t *ends, const int32_t *columns,
                    const double *values, const int32_t *matrix_ends,
                    const int32_t *matrix_columns, const double *matrix, double floor, double *sums,
                    int32_t *kept_ends, int32_t *found, double *kept)
{
    int32_t next = kept_ends[0] = 0;
    for (int64_t row = 0; row < count; row++) {
        int32_t met = next;
        const int32_t first = next;
        for (int32_t at = ends[row]; at < ends[row + 1]; at++) {
            const int32_t last = matrix_ends[columns[at] + 1];
            for (int32_t with = matrix_ends[columns[at]]; with < last; with++) {
                const int32_t column = matrix_columns[with];
                if (sums[column] == 0.0)
                    found[met++] = column;
                sums[column] += values[at] * matrix[with];
            }
        }
        for (int32_t at = first; at < met; at++) {
            const double sum = sums[found[at]];
            sums[found[at]] = 0.0;
            if (sum > floor) {
                found[next] = found[at];
                kept[next++] = sum;
            }
        }
        kept_ends[row + 1] = next;
    }
}

/* e to the power of x, right to 3e-6 of it: a bound needs no more, and a compiler does several at
   once. 2 to the power of the nearest whole number is made of its bits; the rest by Taylor's series. */
static inline float exp_near(float x)
{
    const float shift = 12582912.0f; /* 1.5 * 2^23: adding it leaves the nearest whole number */
    float power = x * 1.44269504f;
    power = power > 126.0f ? 126.0f : power;
    power = power < -126.0f ? -126.0f : power;
    union { float real; int32_t bits; } whole, scale;
    whole.real = power + shift;
    const float rest = power - (whole.real - shift);
    scale.bits = (whole.bits - 0x4B400000 + 127) << 23;
    return scale.real *
           (1.0f + rest * (0.69314718f + rest * (0.24022651f + rest * (0.05550411f +
                   rest * (0.00961813f + rest * 0.00133336f)))));
}

/* A similarity of words in one way, and what makes a rating of it. */
struct words {
    struct lists lists;
    const float *lengths, *hubs;
    float middle, width;
};

/* What means reach at most by words: those of rows without any are granted all that words count. */
static void bound(const struct words *of, int64_t first, int64_t count, float share, float rest,
                  const float *restrict products, float *restrict means)
{
    const float *lengths = of->lengths + first, *hubs = of->hubs + first;
    const float slope = -1.0f / of->width, middle = of->middle;
    for (int64_t row = 0; row < count; row++) {
        const float length = lengths[row] > 0.0f ? lengths[row] : 1.0f;
        const float lead = products[row] / length - hubs[row] - middle;
        const float rated = share / (1.0f + exp_near(lead * slope));
        means[row] = rest + (lengths[row] > 0.0f ? rated : share);
    }
}

/* What a scorer adds to a mean at most, by the class of a row: both ways side by side. */
struct ceiling {
    const int32_t *class_of_row;
    const float *table;
};

/* By slabs, whose sums fit a processor's cache. `columns` are five of all rows: products of words
   and means, both ways, and scores. */
void outline(const struct words *ways, const struct ceiling *one, const struct ceiling *other,
             float share, float rest, int64_t slabs, const int64_t *first_row,
             const uint8_t *allowed, double *sums, float *columns)
{
    const int64_t all = first_row[slabs];
    for (int64_t slab = 0; slab < slabs; slab++) {
        const int64_t first = first_row[slab], count = first_row[slab + 1] - first;
        for (int64_t way = 0; way < 2; way++) {
            float *products = columns + way * all + first;
            for (int64_t row = 0; row < count; row++)
                sums[row] = 0.0;
            add(&ways[way].lists, slabs, slab, sums);
            for (int64_t row = 0; row < count; row++)
                products[row] = (float)sums[row];
            bound(ways + way, first, count, share, rest, products, products + 2 * all);
        }
        float *restrict there = columns + 2 * all + first, *restrict back = there + all;
        float *restrict scores = back + all;
        const uint8_t *may = allowed + first;
        for (int64_t row = 0; row < count; row++) {
            const float *here = one->table + 2 * one->class_of_row[first + row];
            const float *too = other->table + 2 * other->class_of_row[first + row];
            there[row] += here[0] + too[0];
            back[row] += here[1] + too[1];
        }
        for (int64_t row = 0; row < count; row++) {
            const float x = there[row], y = back[row], both = x + y;
            const float score = both > 0.0f ? 2.0f * x * (y / both) : 0.0f;
            scores[row] = may[row] ? score : -1.0f;
        }
    }
}

/* Rows that speak of topics, and a query both ways: TopicRows and TopicProduct. What belongs to the
   two ways lies side by side. */
struct topics {
    const int32_t *ends;
    const uint16_t *columns, *values;
    const int32_t *classes;
    const float *amounts;
    int64_t fields;
    const float *gains, *hinted, *factors;
};

static inline void fetch(const struct topics *of, const int64_t *chosen, int64_t at, int64_t count)
{
    if (at + 2 * AHEAD >= count)
        return;
    const int64_t next = chosen[at + AHEAD], later = chosen[at + 2 * AHEAD];
    for (int32_t entry = of->ends[next]; entry < of->ends[next + 1]; entry += LINE) {
        FETCH(of->columns + entry);
        FETCH(of->values + entry);
    }
    FETCH(of->ends + later);
    FETCH(of->classes + later);
    FETCH(of->amounts + 3 * of->fields * later);
}

/* Several numbers that a processor adds and multiplies at once. */
typedef float four __attribute__((vector_size(16)));
typedef int32_t whole __attribute__((vector_size(16)));
typedef uint16_t narrow __attribute__((vector_size(8)));
typedef double two __attribute__((vector_size(16)));

/* What two topics gain, both ways: each pair of floats is moved as one number of their size. */
static inline four gains_of(const float *gains, uint16_t topic, uint16_t other)
{
    double first, second;
    memcpy(&first, gains + 2 * topic, sizeof first);
    memcpy(&second, gains + 2 * other, sizeof second);
    return (four)(two){first, second};
}

/* Four entries at once: the last ones of a row reach into the next, of which nothing is kept. One
   loop without a rest of its own, since a processor guesses wrong where each loop ends. */
static inline four said_of(const struct topics *of, int64_t row)
{
    const int32_t last = of->ends[row + 1];
    four even = {0.0f}, odd = {0.0f};
    for (int32_t entry = of->ends[row]; entry < last; entry += 4) {
        const uint16_t *columns = of->columns + entry;
        narrow stored;
        memcpy(&stored, of->values + entry, sizeof stored);
        const whole own = (whole){0, 1, 2, 3} < last - entry;
        const four values =
            __builtin_convertvector(__builtin_convertvector(stored, whole) & own, four);
        even += (four){values[0], values[0], values[1], values[1]} *
                gains_of(of->gains, columns[0], columns[1]);
        odd += (four){values[2], values[2], values[3], values[3]} *
               gains_of(of->gains, columns[2], columns[3]);
    }
    return even + odd;
}

static inline void leads_of(const struct topics *of, int64_t row, float *there, float *back)
{
    const four said = said_of(of, row);
    const int64_t fields = of->fields;
    const float *share = of->amounts + 3 * fields * row, *told = share + fields;
    const float *pull = told + fields;
    const float *hint = of->hinted + 2 * fields * of->classes[row];
    const float *of_told = of->factors, *of_pull = of_told + 2 * fields;
    float one = said[0] + said[2], other = said[1] + said[3];
    for (int64_t field = 0; field < fields; field++) {
        const int64_t first = 2 * field, second = first + 1;
        one += hint[first] * share[field] + of_told[first] * told[field] +
               of_pull[first] * pull[field];
        other += hint[second] * share[field] + of_told[second] * told[field] +
                 of_pull[second] * pull[field];
    }
    *there = one;
    *back = other;
}

void topic_leads(const struct topics *of, int64_t count, const int64_t *chosen, float *leads)
{
    for (int64_t at = 0; at < count; at++) {
        fetch(of, chosen, at, count);
        leads_of(of, chosen[at], leads + at, leads + count + at);
    }
}

/* Curves come after all leads, so that a compiler makes several at once. */
void topic_ratings(const struct topics *of, int64_t count, const int64_t *chosen,
                   const double *curves, const int8_t *kinds, int8_t partner, float *ratings)
{
    topic_leads(of, count, chosen, ratings);
    for (int64_t way = 0; way < 2; way++) {
        const float middle = (float)curves[2 * way], slope = (float)(-1 / curves[2 * way + 1]);
        float *rated = ratings + way * count;
        for (int64_t at = 0; at < count; at++)
            rated[at] = 1.0f / (1.0f + exp_near((rated[at] - middle) * slope));
        for (int64_t at = 0; at < count; at++)
            rated[at] = kinds[chosen[at]] == partner ? rated[at] : 1.0f;
    }
}
