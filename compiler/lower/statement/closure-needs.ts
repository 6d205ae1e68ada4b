/**
 * What a closure needs of the functions around it: their variables, and `this`.
 */

import ts from "typescript";

/** A function that a name can stand for. */
export type NamedFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;
/** A method is one where an object literal has it in place of a field. */
export type ClosureNode = NamedFunction | ts.MethodDeclaration;

/** What one closure needs from outside: variables in the order of their first mention, and `this`. */
export interface ClosureNeeds {
  readonly symbols: readonly ts.Symbol[];
  readonly receiver: boolean;
}

/** Whether a node has a body of its own, with its own variables. */
export function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  switch (node.kind) {
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.MethodDeclaration:
    case ts.SyntaxKind.Constructor:
    case ts.SyntaxKind.GetAccessor:
    case ts.SyntaxKind.SetAccessor:
      return true;
    default:
      return false;
  }
}

/**
 * The function whose activation a variable belongs to, or the source file for variables in blocks of its top level; null
 * for globals and for what is no variable.
 */
export function ownerOf(symbol: ts.Symbol): ts.Node | null {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return null;
  const isVariable =
    ts.isVariableDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isBindingElement(declaration) ||
    ts.isFunctionDeclaration(declaration);
  if (!isVariable) return null;
  let node: ts.Node = declaration.parent;
  if ((ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) && isGlobal(declaration))
    return null;
  if (ts.isFunctionDeclaration(declaration) && ts.isSourceFile(declaration.parent)) return null;
  while (!isFunction(node) && !ts.isSourceFile(node) && !ts.isClassStaticBlockDeclaration(node))
    node = node.parent;
  return node;
}

/** Whether a variable is declared at the top level of its file. */
export function isGlobal(declaration: ts.VariableDeclaration | ts.BindingElement): boolean {
  let outer: ts.Node = declaration;
  while (ts.isBindingElement(outer)) outer = outer.parent.parent;
  return ts.isVariableStatement(outer.parent.parent) && ts.isSourceFile(outer.parent.parent.parent);
}

/** The variable that a name stands for, in `{ name }` as well. */
export function referencedSymbol(checker: ts.TypeChecker, node: ts.Identifier): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(node.parent))
    return checker.getShorthandAssignmentValueSymbol(node.parent);
  return checker.getSymbolAtLocation(node);
}

/** A mention of a variable, as opposed to a property name, a type or a label. */
export function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent) || ts.isJSDoc(parent)) return false;
  return true;
}

/**
 * Visits the node and all below it, types apart, in the order of the source. What `visit` returns is handed to the node's
 * children. Without recursion: an expression may nest as deep as the checker bears.
 */
export function walk<C>(from: ts.Node, start: C, visit: (node: ts.Node, context: C) => C): void {
  const waiting = [from];
  // The context of each of them.
  const contexts = [start];
  const children: ts.Node[] = [];
  const note = (child: ts.Node): void => void children.push(child);
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const outer = contexts.pop() as C;
    if (ts.isTypeNode(node) && !isBaseClass(node)) continue;
    const context = visit(node, outer);
    ts.forEachChild(node, note);
    // The first child is to be on top.
    for (let child = children.pop(); child; child = children.pop()) {
      waiting.push(child);
      contexts.push(context);
    }
  }
}

/** The `B` of `class A extends B`. */
const isBaseClass = (node: ts.Node): boolean =>
  ts.isExpressionWithTypeArguments(node) &&
  ts.isHeritageClause(node.parent) &&
  node.parent.token === ts.SyntaxKind.ExtendsKeyword &&
  ts.isClassLike(node.parent.parent);

/** Whether the name is the one being declared, not a use. */
export function isDeclarationName(node: ts.Identifier): boolean {
  const parent = node.parent;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent)) &&
    parent.name === node
  );
}

const knownMentions = new WeakMap<ts.Node, Mentions>();
const knownNeeds = new WeakMap<ts.Node, ClosureNeeds>();

/**
 * What a closure, or a class in a function, mentions that belongs to a function around it. For what is no value of its own, generic
 * functions and classes, stands what these need.
 */
export function closureNeeds(checker: ts.TypeChecker, closure: ts.Node): ClosureNeeds {
  let needs = knownNeeds.get(closure);
  if (!needs) knownNeeds.set(closure, (needs = findNeeds(checker, closure)));
  return needs;
}

function findNeeds(checker: ts.TypeChecker, closure: ts.Node): ClosureNeeds {
  const symbols = new Set<ts.Symbol>();
  let receiver = false;
  // They may mention each other.
  const seen = new Set([closure]);
  const visit = (node: ts.Node): void => {
    const own = mentionsOf(checker, node);
    receiver ||= own.receiver;
    for (const symbol of own.symbols) {
      const valueless = genericFunction(symbol) ?? localClass(symbol);
      if (valueless && seen.has(valueless)) continue;
      if (valueless) {
        seen.add(valueless);
        visit(valueless);
        continue;
      }
      const owner = ownerOf(symbol);
      if (owner && !isWithin(owner, closure)) symbols.add(symbol);
    }
  };
  visit(closure);
  return { symbols: [...symbols], receiver };
}

interface Mentions {
  readonly symbols: ReadonlySet<ts.Symbol>;
  readonly receiver: boolean;
}

/** The variables, functions and classes of functions around it that a node mentions, and whether their `this`. */
function mentionsOf(checker: ts.TypeChecker, from: ts.Node): Mentions {
  const known = knownMentions.get(from);
  if (known) return known;
  const symbols = new Set<ts.Symbol>();
  let receiver = false;
  const hasThis = (node: ts.Node): boolean =>
    ts.isClassLike(node) || (isFunction(node) && !ts.isArrowFunction(node));
  walk(from, hasThis(from), (node, ownThis) => {
    if (!ownThis && (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword))
      receiver = true;
    if (ts.isIdentifier(node) && isReference(node) && !isDeclarationName(node)) {
      const symbol = referencedSymbol(checker, node);
      const owner = symbol && (ownerOf(symbol) ?? localClass(symbol));
      if (symbol && owner && !isWithin(owner, from)) symbols.add(symbol);
    }
    return ownThis || hasThis(node);
  });
  const found = { symbols, receiver };
  knownMentions.set(from, found);
  return found;
}

/** The function behind a name: declared, or the value of a constant. */
export function functionNamed(symbol: ts.Symbol): NamedFunction | null {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return null;
  if (ts.isFunctionDeclaration(declaration))
    return (symbol.declarations?.filter(ts.isFunctionDeclaration) ?? []).find((d) => d.body) ?? null;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return null;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return null;
  let value = declaration.initializer;
  while (ts.isParenthesizedExpression(value)) value = value.expression;
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value) ? value : null;
}

function genericFunction(symbol: ts.Symbol): ClosureNode | null {
  const node = functionNamed(symbol);
  return node?.typeParameters ? node : null;
}

/** A class that is declared inside of a function. */
export function localClass(symbol: ts.Symbol): ts.ClassDeclaration | null {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !ts.isClassDeclaration(declaration)) return null;
  return ts.isSourceFile(declaration.parent) ? null : declaration;
}

function isWithin(node: ts.Node, ancestor: ts.Node): boolean {
  for (let n: ts.Node = node; n; n = n.parent) if (n === ancestor) return true;
  return false;
}
