/**
 * A layer's name without what the frames around it say: `conv2` of `layer4.0.conv2` in `layer4/0`, `query` of `bert.call.3.query` in
 * `bert/encoder/layers.call.3`, where the name already leaves out what lies between the first and the last of them.
 */
export function nameInGroup(name: string, path: string): string {
  const around = path.split(/[/.]/);
  const words = name.split('.');
  const inside = words[0] === around[0] && words.length > 1 ? words.slice(1) : words;
  const within = inside === words ? around : around.slice(1);
  for (let count = Math.min(within.length, inside.length - 1); count > 0; count--) {
    if (within.slice(-count).every((word, at) => word === inside[at])) return inside.slice(count).join('.');
  }
  return inside.join('.');
}
