"""Writes src/shared/ops/operatorTable.ts, the operators of ONNX and of the runtime's own domain as data.

    pip install onnx==1.23.2 onnxruntime==1.32.0
    python tools/generateOps.py > src/shared/ops/operatorTable.ts && npx prettier --write src/shared/ops/operatorTable.ts

Sources: the schemas registered in the Python packages `onnx` (Apache-2.0; domains ai.onnx, ai.onnx.ml, ai.onnx.preview…) and
`onnxruntime` (MIT; domain com.microsoft, and the experimental operators of ai.onnx that the runtime still knows).
Run by hand when a new version is out; nothing of the product needs Python.
"""
import json
import sys
from collections import defaultdict

import onnx
import onnxruntime
from onnx import defs, numpy_helper
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

UNBOUNDED = 2**31 - 1
TYPES = {
    'FLOAT': 'f', 'INT': 'i', 'STRING': 's', 'TENSOR': 't', 'GRAPH': 'g', 'SPARSE_TENSOR': 'x', 'TYPE_PROTO': 'p',
    'FLOATS': 'F', 'INTS': 'I', 'STRINGS': 'S', 'TENSORS': 'T', 'GRAPHS': 'G', 'SPARSE_TENSORS': 'X', 'TYPE_PROTOS': 'P',
}


def last_word(value):
    return str(value).split('.')[-1].split(':')[0].strip('<> ')


def default_of(attribute):
    """Default value as JSON, or nothing. The runtime's schemas give serialized messages, those of onnx messages."""
    value = getattr(attribute, 'default_value', None) or getattr(attribute, '_default_value', None)
    if value is None:
        return ''
    if isinstance(value, bytes):
        message = onnx.AttributeProto()
        message.ParseFromString(value)
        value = message
    if not value.name:
        return ''
    kind = onnx.AttributeProto.AttributeType.Name(value.type)
    if kind == 'FLOAT':
        return '=' + json.dumps(float(f'{value.f:.7g}'))
    if kind == 'INT':
        return f'={value.i}'
    if kind == 'STRING':
        return '=' + json.dumps(value.s.decode())
    if kind == 'FLOATS':
        return '=' + json.dumps([float(f'{item:.7g}') for item in value.floats], separators=(',', ':'))
    if kind == 'INTS':
        return '=' + json.dumps(list(value.ints), separators=(',', ':'))
    if kind == 'STRINGS':
        return '=' + json.dumps([item.decode() for item in value.strings], separators=(',', ':'))
    return ''


def parameter(formal, least):
    option = last_word(formal.option)
    if option == 'Optional':
        return formal.name + '?'
    if option == 'Variadic':
        return f'{formal.name}*{least}'
    return formal.name


def parameters(formals, minimum):
    before = sum(1 for formal in formals if last_word(formal.option) != 'Variadic')
    return ','.join(parameter(formal, max(0, minimum - before)) for formal in formals)


def attribute_text(attribute):
    required = '!' if attribute.required else ''
    return f'{attribute.name}:{TYPES.get(last_word(attribute.type), "?")}{required}{default_of(attribute)}'


def signature(schema):
    attributes = ' '.join(attribute_text(schema.attributes[name]) for name in sorted(schema.attributes))
    return '|'.join([parameters(schema.inputs, schema.min_input), parameters(schema.outputs, schema.min_output), attributes])


def collect():
    """Versions with their signatures, by domain and operator."""
    found = defaultdict(dict)
    for schema in defs.get_all_schemas_with_history():
        found[schema.domain, schema.name][schema.since_version] = schema
    known = set(found)
    for schema in runtime.get_all_operator_schema():
        key = schema.domain, schema.name
        if schema.domain in ('', 'com.microsoft') and key not in known:
            found[key][schema.since_version] = schema
    return found


def line(name, versions):
    """Runs of versions with one signature share an entry: `Name 1,6~,13|inputs|outputs|attributes`; `~` marks a deprecation."""
    runs = []
    for version in sorted(versions):
        schema = versions[version]
        mark = f'{version}~' if schema.deprecated else str(version)
        text = signature(schema)
        if runs and runs[-1][1] == text:
            runs[-1][0].append(mark)
        else:
            runs.append(([mark], text))
    return [f'{name} {",".join(marks)}|{text}' for marks, text in runs]


def main():
    found = collect()
    out = sys.stdout
    out.write(f'// Made by tools/generateOps.py from the schemas of onnx {onnx.__version__} and onnxruntime {onnxruntime.__version__}. Do not edit.\n\n')
    out.write('/** Newest version of each domain that the table knows. */\n')
    out.write('export const NEWEST_OPSETS: Readonly<Record<string, number>> = {\n')
    newest = defaultdict(int)
    for (domain, _), versions in found.items():
        newest[domain] = max(newest[domain], *versions)
    newest[''] = max(newest[''], defs.onnx_opset_version())
    for domain in sorted(newest):
        out.write(f'  {json.dumps(domain)}: {newest[domain]},\n')
    out.write('};\n\n/** Lines of operators by domain; the format is read by `findOperator`. */\n')
    out.write('export const OPERATOR_TABLE: Readonly<Record<string, string>> = {\n')
    for domain in sorted(newest):
        lines = [text for (of, name), versions in sorted(found.items()) if of == domain for text in line(name, versions)]
        escaped = '\n'.join(lines).replace('\\', '\\\\').replace('`', '\\`').replace('${', '\\${')
        out.write(f'  {json.dumps(domain)}: `\n{escaped}\n`,\n')
    out.write('};\n')


main()
