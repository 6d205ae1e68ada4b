// A B-tree of 64-bit keys and values (Bayer and McCreight, with the one-pass insertion of Cormen et al., chapter 18).
#include <stdbool.h>

#include "../twin.h"

enum { MIN_DEGREE = 8, MAX_KEYS = 2 * MIN_DEGREE - 1 };

struct node {
  uint32_t count;
  bool leaf;
  uint64_t keys[MAX_KEYS];
  uint64_t values[MAX_KEYS];
  struct node *children[MAX_KEYS + 1];
};

struct tree {
  struct node *root;
};

static struct node *create_node(bool leaf) {
  struct node *node = must_allocate(calloc(1, sizeof *node));
  node->leaf = leaf;
  return node;
}

static void destroy_node(struct node *node) {
  if (!node->leaf) {
    for (uint32_t i = 0; i <= node->count; i++) destroy_node(node->children[i]);
  }
  free(node);
}

// The first place whose key is not less than the one sought.
static inline uint32_t place_of(const struct node *node, uint64_t key) {
  uint32_t place = 0;
  while (place < node->count && node->keys[place] < key) place++;
  return place;
}

static uint64_t find(const struct tree *tree, uint64_t key, uint64_t otherwise) {
  const struct node *node = tree->root;
  for (;;) {
    uint32_t place = place_of(node, key);
    if (place < node->count && node->keys[place] == key) return node->values[place];
    if (node->leaf) return otherwise;
    node = node->children[place];
  }
}

// Splits the full child at the place: its middle key moves up into the parent, which has room.
static void split_child(struct node *parent, uint32_t place) {
  struct node *child = parent->children[place];
  struct node *right = create_node(child->leaf);
  for (uint32_t i = 0; i < MIN_DEGREE - 1; i++) {
    right->keys[i] = child->keys[i + MIN_DEGREE];
    right->values[i] = child->values[i + MIN_DEGREE];
  }
  if (!child->leaf) {
    for (uint32_t i = 0; i < MIN_DEGREE; i++) {
      right->children[i] = child->children[i + MIN_DEGREE];
      child->children[i + MIN_DEGREE] = NULL;
    }
  }
  right->count = MIN_DEGREE - 1;
  child->count = MIN_DEGREE - 1;
  for (uint32_t i = parent->count; i > place; i--) {
    parent->children[i + 1] = parent->children[i];
    parent->keys[i] = parent->keys[i - 1];
    parent->values[i] = parent->values[i - 1];
  }
  parent->children[place + 1] = right;
  parent->keys[place] = child->keys[MIN_DEGREE - 1];
  parent->values[place] = child->values[MIN_DEGREE - 1];
  parent->count++;
}

static void insert(struct tree *tree, uint64_t key, uint64_t value) {
  if (tree->root->count == MAX_KEYS) {
    struct node *root = create_node(false);
    root->children[0] = tree->root;
    tree->root = root;
    split_child(root, 0);
  }
  struct node *node = tree->root;
  for (;;) {
    uint32_t place = place_of(node, key);
    if (place < node->count && node->keys[place] == key) {
      node->values[place] = value;
      return;
    }
    if (node->leaf) {
      for (uint32_t i = node->count; i > place; i--) {
        node->keys[i] = node->keys[i - 1];
        node->values[i] = node->values[i - 1];
      }
      node->keys[place] = key;
      node->values[place] = value;
      node->count++;
      return;
    }
    if (node->children[place]->count == MAX_KEYS) {
      split_child(node, place);
      if (key == node->keys[place]) {
        node->values[place] = value;
        return;
      }
      if (key > node->keys[place]) place++;
    }
    node = node->children[place];
  }
}

uint64_t bench_main(uint32_t iterations) {
  struct tree tree = {create_node(true)};
  uint64_t random = 88172645463325252, total = 0;
  for (uint32_t i = 0; i < iterations; i++) {
    random = next_random(random);
    insert(&tree, random & 0xFFFFF, random >> 32);
    total = total * 31 + find(&tree, random >> 20 & 0xFFFFF, 1);
    total += find(&tree, random & 0xFFFFF, 2);
  }
  destroy_node(tree.root);
  return total;
}
