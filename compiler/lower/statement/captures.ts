/**
 * Which variables of a function body its closures capture, and which of those change.
 *
 * A captured variable that never changes is copied into the closure. One that is assigned anywhere after its
 * declaration lives in a counted box that the function and its closures share.
 */

import ts from "typescript";

export interface CaptureAnalysis {
  readonly captured: ReadonlySet<ts.Symbol>;
  readonly assigned: ReadonlySet<ts.Symbol>;
  /** Captured and assigned. */
  readonly boxed: ReadonlySet<ts.Symbol>;
}

/** What one closure needs from outside: variables in the order of their first mention, and `this`. */
export interface ClosureNeeds {
  readonly symbols: readonly ts.Symbol[];
  readonly receiver: boolean;
}

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isAccessor(node);

/**
 * The function whose activation a variable belongs to, or the source file for variables in blocks of its top level; null
 * for globals and for what is no variable.
 */
function ownerOf(symbol: ts.Symbol): ts.Node | null {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return null;
  const isVariable =
    ts.isVariableDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isBindingElement(declaration) ||
    ts.isFunctionDeclaration(declaration);
  if (!isVariable) return null;
  let node: ts.Node = declaration.parent;
  if (ts.isVariableDeclaration(declaration) && isGlobal(declaration)) return null;
  if (ts.isFunctionDeclaration(declaration) && ts.isSourceFile(declaration.parent)) return null;
  while (!isFunction(node) && !ts.isSourceFile(node) && !ts.isClassStaticBlockDeclaration(node))
    node = node.parent;
  return node;
}

/** Whether a variable is declared at the top level of its file. */
export function isGlobal(declaration: ts.VariableDeclaration): boolean {
  return (
    ts.isVariableStatement(declaration.parent.parent) && ts.isSourceFile(declaration.parent.parent.parent)
  );
}

export function referencedSymbol(checker: ts.TypeChecker, node: ts.Identifier): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(node.parent))
    return checker.getShorthandAssignmentValueSymbol(node.parent);
  return checker.getSymbolAtLocation(node);
}

/** A mention of a variable, as opposed to a property name, a type or a label. */
function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent) || ts.isJSDoc(parent)) return false;
  return true;
}

/** Whether an expression is written to: target of an assignment, of `++`, or of a destructuring assignment. */
export function isWritten(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) return isWritten(parent);
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const operator = parent.operatorToken.kind;
    return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node;
  if (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent)) return isWritten(parent);
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return isWritten(parent);
  if (ts.isShorthandPropertyAssignment(parent)) return isWritten(parent.parent);
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) return isWritten(parent.parent);
  return false;
}

/** `addressOf(x)` of the unsafe module: whoever has the address may write. */
function isAddressTaken(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) return isAddressTaken(parent);
  return (
    ts.isCallExpression(parent) &&
    ts.isIdentifier(parent.expression) &&
    parent.expression.text === "addressOf"
  );
}

/** A function, with the names of the variables that are declared in it but not in functions inside of it. */
interface Activation {
  readonly node: ts.Node;
  readonly outer: Activation | null;
  readonly names: Set<string>;
}

/** Analyses the body of an outermost function, nested ones included. */
export function analyzeCaptures(checker: ts.TypeChecker, body: ts.Node): CaptureAnalysis {
  const captured = new Set<ts.Symbol>();
  const assigned = new Set<ts.Symbol>();
  const mentions: { name: ts.Identifier; within: Activation; changes: boolean }[] = [];
  const outermost: Activation = { node: body, outer: null, names: new Set() };
  walk(body, outermost, (node, within) => {
    if (ts.isIdentifier(node)) {
      if (isDeclarationName(node))
        (ts.isFunctionDeclaration(node.parent) ? within.outer : within)?.names.add(node.text);
      else if (isReference(node))
        mentions.push({ name: node, within, changes: isWritten(node) || isAddressTaken(node) });
    }
    return isFunction(node) && node !== body ? { node, outer: within, names: new Set<string>() } : within;
  });
  for (const { name, within, changes } of mentions) {
    // To ask what a name means costs more than all else here.
    if (!changes && !isDeclaredAround(name.text, within)) continue;
    const symbol = referencedSymbol(checker, name);
    const owner = symbol && ownerOf(symbol);
    if (!symbol || !owner) continue;
    if (owner !== within.node) captured.add(symbol);
    if (changes) assigned.add(symbol);
  }
  return { captured, assigned, boxed: new Set([...captured].filter((s) => assigned.has(s))) };
}

function isDeclaredAround(name: string, { outer }: Activation): boolean {
  for (let at = outer; at; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

/**
 * Visits the node and all below it, types apart, in the order of the source. What `visit` returns is handed to the node's
 * children. Without recursion: an expression may nest as deep as the checker bears.
 */
function walk<C>(from: ts.Node, start: C, visit: (node: ts.Node, context: C) => C): void {
  const waiting: { node: ts.Node; context: C }[] = [{ node: from, context: start }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (ts.isTypeNode(next.node)) continue;
    const context = visit(next.node, next.context);
    const first = waiting.length;
    ts.forEachChild(next.node, (node) => void waiting.push({ node, context }));
    // The first child is to be on top.
    for (let i = first, j = waiting.length - 1; i < j; i++, j--)
      [waiting[i], waiting[j]] = [waiting[j]!, waiting[i]!];
  }
}

function isDeclarationName(node: ts.Identifier): boolean {
  const parent = node.parent;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent)) &&
    parent.name === node
  );
}

/** What a closure mentions that belongs to a function around it. */
export function closureNeeds(checker: ts.TypeChecker, closure: ts.Node): ClosureNeeds {
  const symbols = new Set<ts.Symbol>();
  let receiver = false;
  const begin = ts.isFunctionDeclaration(closure) || ts.isFunctionExpression(closure);
  walk(closure, begin, (node, ownThis) => {
    if (!ownThis && (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword))
      receiver = true;
    if (ts.isIdentifier(node) && isReference(node) && !isDeclarationName(node)) {
      const symbol = referencedSymbol(checker, node);
      const owner = symbol && ownerOf(symbol);
      if (symbol && owner && !isWithin(owner, closure)) symbols.add(symbol);
    }
    return ownThis || (node !== closure && isFunction(node) && !ts.isArrowFunction(node));
  });
  return { symbols: [...symbols], receiver };
}

function isWithin(node: ts.Node, ancestor: ts.Node): boolean {
  for (let n: ts.Node = node; n; n = n.parent) if (n === ancestor) return true;
  return false;
}
