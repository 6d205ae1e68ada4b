// A linked list of objects of four kinds, walked with one virtual call each. C's form: a pointer to a table of functions.
#include "../twin.h"

enum { COUNT = 1000 };

struct shape;

struct shape_methods {
  uint64_t (*area)(const struct shape *self);
  void (*grow)(struct shape *self, uint64_t by);
};

struct shape {
  const struct shape_methods *methods;
  struct shape *next;
};

struct square {
  struct shape base;
  uint64_t side;
};

struct rectangle {
  struct shape base;
  uint64_t width, height;
};

struct triangle {
  struct shape base;
  uint64_t width, height;
};

struct point {
  struct shape base;
};

static uint64_t square_area(const struct shape *self) {
  const struct square *square = (const struct square *)self;
  return square->side * square->side;
}

static void square_grow(struct shape *self, uint64_t by) { ((struct square *)self)->side += by; }

static uint64_t rectangle_area(const struct shape *self) {
  const struct rectangle *rectangle = (const struct rectangle *)self;
  return rectangle->width * rectangle->height;
}

static void rectangle_grow(struct shape *self, uint64_t by) {
  struct rectangle *rectangle = (struct rectangle *)self;
  rectangle->width += by;
  rectangle->height ^= by;
}

static uint64_t triangle_area(const struct shape *self) {
  const struct triangle *triangle = (const struct triangle *)self;
  return triangle->width * triangle->height >> 1;
}

static void triangle_grow(struct shape *self, uint64_t by) { ((struct triangle *)self)->height += by; }

static uint64_t point_area(const struct shape *self) {
  (void)self;
  return 1;
}

static void point_grow(struct shape *self, uint64_t by) {
  (void)self;
  (void)by;
}

static const struct shape_methods square_methods = {square_area, square_grow};
static const struct shape_methods rectangle_methods = {rectangle_area, rectangle_grow};
static const struct shape_methods triangle_methods = {triangle_area, triangle_grow};
static const struct shape_methods point_methods = {point_area, point_grow};

static struct shape *create_shape(uint64_t random, struct shape *next) {
  uint64_t width = random >> 8 & 0xFF, height = random >> 16 & 0xFF;
  switch (random & 3) {
    case 0: {
      struct square *square = must_allocate(malloc(sizeof *square));
      *square = (struct square){{&square_methods, next}, width};
      return &square->base;
    }
    case 1: {
      struct rectangle *rectangle = must_allocate(malloc(sizeof *rectangle));
      *rectangle = (struct rectangle){{&rectangle_methods, next}, width, height};
      return &rectangle->base;
    }
    case 2: {
      struct triangle *triangle = must_allocate(malloc(sizeof *triangle));
      *triangle = (struct triangle){{&triangle_methods, next}, width, height};
      return &triangle->base;
    }
    default: {
      struct point *point = must_allocate(malloc(sizeof *point));
      *point = (struct point){{&point_methods, next}};
      return &point->base;
    }
  }
}

uint64_t bench_main(uint32_t iterations) {
  struct shape *first = NULL;
  uint64_t random = 88172645463325252, total = 0;
  for (int i = 0; i < COUNT; i++) {
    random = next_random(random);
    first = create_shape(random, first);
  }
  for (uint32_t i = 0; i < iterations; i++) {
    for (struct shape *shape = first; shape != NULL; shape = shape->next) {
      shape->methods->grow(shape, i & 7);
      total += shape->methods->area(shape);
    }
  }
  while (first != NULL) {
    struct shape *next = first->next;
    free(first);
    first = next;
  }
  return total;
}
