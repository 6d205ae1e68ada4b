// @build: g++-static
// @args: 5 seven 9
// C++: static constructors, iostream, exceptions through frames with destructors, containers, RTTI.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <vector>

struct Trace {
  std::string name;
  explicit Trace(std::string n) : name(std::move(n)) { std::cout << "begin " << name << '\n'; }
  ~Trace() { std::cout << "end " << name << '\n'; }
};

static Trace global("the program");

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
};
struct Square : Shape {
  double side;
  explicit Square(double s) : side(s) {}
  double area() const override { return side * side; }
};
struct Circle : Shape {
  double radius;
  explicit Circle(double r) : radius(r) {}
  double area() const override { return 3.14159265358979 * radius * radius; }
};

static int parse(const std::string &text) {
  Trace trace("parsing " + text);
  return std::stoi(text);
}

static int deep(int n) {
  Trace trace("level " + std::to_string(n));
  if (n == 0) throw std::runtime_error("the bottom");
  return deep(n - 1) + 1;
}

int main(int argc, char **argv) {
  int total = 0;
  for (int i = 1; i < argc; i++) {
    try {
      total += parse(argv[i]);
    } catch (const std::invalid_argument &error) {
      std::cerr << "not a number: " << argv[i] << '\n';
    }
  }
  std::cout << "total " << total << std::endl;
  try {
    deep(3);
  } catch (const std::exception &error) {
    std::cout << "caught " << error.what() << '\n';
  }
  try {
    try {
      throw std::string("first");
    } catch (const std::string &text) {
      throw std::out_of_range(text + ", then second");
    }
  } catch (const std::logic_error &error) {
    std::cout << typeid(error).name() << ": " << error.what() << '\n';
  }
  std::vector<std::unique_ptr<Shape>> shapes;
  shapes.push_back(std::make_unique<Square>(2.5));
  shapes.push_back(std::make_unique<Circle>(1.5));
  for (const auto &shape : shapes) {
    std::cout << std::fixed << std::setprecision(6) << shape->area() << ' ' << (dynamic_cast<Circle *>(shape.get()) != nullptr) << '\n';
  }
  std::map<std::string, int> counts;
  std::istringstream words("the quick the lazy the dog");
  for (std::string word; words >> word;) counts[word]++;
  for (const auto &[word, count] : counts) std::cout << word << '=' << count << ' ';
  std::cout << '\n';
  try {
    std::vector<int>().at(3);
  } catch (const std::out_of_range &) {
    std::cout << "out of range\n";
  }
  try {
    std::string().reserve(~0ull);
  } catch (const std::length_error &) {
    std::cout << "no string is that long\n";
  }
  return total;
}
