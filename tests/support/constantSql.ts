import { type Node, place, type Source, walk } from './sources.ts';

/** Methods whose first argument SQLite reads as SQL, and functions of ours with it as their second. */
const methods = ['prepare', 'exec', 'pragma'];
const functions = ['prepared'];
/** Regular expressions have one too. */
const isRegExp = (node: Node) => node.type === 'Literal' && 'regex' in node;

/**
 * Places where SQL is put together from anything but constants. A constant is a text or a number in the code, a name that
 * was given one and nothing else in the whole file, a choice between constants, a place in a list or table of them, and such
 * a list joined. A parameter is none: what it holds was somebody else's to say.
 * `trusted` names expressions, as the file writes them, that a person has looked at; those that were needed are added to `used`.
 */
export function unsafeSql(source: Source, trusted: readonly string[], used: Set<string>): string[] {
  const values = new Map<string, Node[]>();
  const give = (name: string, value: Node) => values.set(name, [...(values.get(name) ?? []), value]);
  const unknown = new Set<string>();
  const sinks: { on: Node; sql: Node }[] = [];

  walk(source, {
    VariableDeclarator(node) {
      if (node.id.type !== 'Identifier') return;
      if (node.init) give(node.id.name, node.init);
      else unknown.add(node.id.name);
    },
    AssignmentExpression(node) {
      if (node.left.type === 'Identifier') give(node.left.name, node.right);
    },
    CallExpression(node) {
      const { callee } = node;
      const first = node.arguments[0];
      if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
        const { name } = callee.property;
        if (methods.includes(name) && first) sinks.push({ on: callee.object, sql: first });
        // What is pushed into a list is part of it.
        if (name === 'push' && callee.object.type === 'Identifier')
          for (const item of node.arguments) give(callee.object.name, item);
      }
      const sql = node.arguments[1];
      if (callee.type === 'Identifier' && functions.includes(callee.name) && sql) sinks.push({ on: callee, sql });
    },
  });

  const seen = new Set<string>();
  const isConstant = (node: Node): boolean => {
    const text = source.text.slice(node.start, node.end);
    if (trusted.includes(text)) {
      used.add(text);
      return true;
    }
    switch (node.type) {
      case 'Literal':
        return true;
      case 'TemplateLiteral':
        return node.expressions.every(isConstant);
      case 'BinaryExpression':
        return isConstant(node.left) && isConstant(node.right);
      case 'ConditionalExpression':
        return isConstant(node.consequent) && isConstant(node.alternate);
      case 'ArrayExpression':
        return node.elements.every((item) => item !== null && isConstant(item));
      case 'ObjectExpression':
        return node.properties.every((property) => property.type === 'Property' && isConstant(property.value));
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        return isConstant(node.expression);
      case 'MemberExpression':
        return isConstant(node.object);
      case 'CallExpression': {
        const { callee } = node;
        const joins =
          callee.type === 'MemberExpression' &&
          callee.property.type === 'Identifier' &&
          callee.property.name === 'join';
        return joins && isConstant(callee.object) && node.arguments.every(isConstant);
      }
      case 'Identifier': {
        const given = values.get(node.name);
        if (!given || unknown.has(node.name)) return false;
        if (seen.has(node.name)) return true;
        seen.add(node.name);
        const constant = given.every(isConstant);
        seen.delete(node.name);
        return constant;
      }
      default:
        return false;
    }
  };
  const isExpression = (node: Node): boolean =>
    isRegExp(node) ||
    (node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'RegExp') ||
    (node.type === 'Identifier' && (values.get(node.name)?.every(isExpression) ?? false));
  return sinks
    .filter(({ on, sql }) => !isExpression(on) && !isConstant(sql))
    .map(({ sql }) => `${place(source, sql)} ${source.text.slice(sql.start, sql.end)}`);
}
