/* The loops in which a ranking of a country spends its time; plain.py has the same in numpy.

   Nothing is kept between two calls, so that threads may call at once. Whoever calls has checked
   what is passed: compiled.py. */

#include <stdint.h>

/* Raised whenever what is passed changes: compiled.py wants the same. */
int32_t matchmaker_kernels(void) { return 1; }

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

/* What a scorer adds to a mean at most, by the class of a row: both ways, one after the other. */
struct ceiling {
    const int32_t *class_of_row;
    int64_t classes;
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
        for (int64_t row = first; row < first + count; row++) {
            float *there = columns + 2 * all + row, *back = there + all;
            const float *here = one->table + one->class_of_row[row];
            const float *too = other->table + other->class_of_row[row];
            const float x = *there + here[0] + too[0];
            const float y = *back + here[one->classes] + too[other->classes];
            const float both = x + y;
            *there = x;
            *back = y;
            back[all] = !allowed[row] ? -1.0f : both > 0.0f ? 2.0f * x * (y / both) : 0.0f;
        }
    }
}

/* Rows that speak of topics, and a query both ways: TopicRows and TopicProduct. */
struct topics {
    const int32_t *ends;
    const uint16_t *columns, *values;
    const int32_t *classes;
    const float *amounts;
    int64_t fields;
    const float *gains;
    const double *hinted, *factors;
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

static inline void leads_of(const struct topics *of, int64_t row, double *leads)
{
    float said[2] = {0.0f, 0.0f};
    for (int32_t entry = of->ends[row]; entry < of->ends[row + 1]; entry++) {
        const float *gain = of->gains + 2 * of->columns[entry];
        said[0] += of->values[entry] * gain[0];
        said[1] += of->values[entry] * gain[1];
    }
    const int64_t fields = of->fields;
    const float *share = of->amounts + 3 * fields * row, *told = share + fields;
    const float *pull = told + fields;
    for (int64_t way = 0; way < 2; way++) {
        const double *hint = of->hinted + (2 * of->classes[row] + way) * fields;
        const double *of_told = of->factors + 2 * way * fields, *of_pull = of_told + fields;
        leads[way] = said[way];
        for (int64_t field = 0; field < fields; field++) {
            leads[way] += hint[field] * share[field];
            leads[way] += of_told[field] * told[field];
            leads[way] += of_pull[field] * pull[field];
        }
    }
}

void topic_leads(const struct topics *of, int64_t count, const int64_t *chosen, double *leads)
{
    for (int64_t at = 0; at < count; at++) {
        double both[2];
        fetch(of, chosen, at, count);
        leads_of(of, chosen[at], both);
        leads[at] = both[0];
        leads[count + at] = both[1];
    }
}

void topic_ratings(const struct topics *of, int64_t count, const int64_t *chosen,
                   const double *curves, const int8_t *kinds, int8_t partner, float *ratings)
{
    const double middle[2] = {curves[0], curves[2]}, slope[2] = {-1 / curves[1], -1 / curves[3]};
    for (int64_t at = 0; at < count; at++) {
        double both[2];
        fetch(of, chosen, at, count);
        leads_of(of, chosen[at], both);
        for (int64_t way = 0; way < 2; way++) {
            const float rated =
                1.0f / (1.0f + exp_near((float)((both[way] - middle[way]) * slope[way])));
            ratings[way * count + at] = kinds[chosen[at]] == partner ? rated : 1.0f;
        }
    }
}
