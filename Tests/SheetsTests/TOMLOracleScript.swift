/// Makes documents and judges what was read from them.
enum TOMLOracleScript {
    static let text = #"""
        import base64, datetime as D, json, math, random, re, sys, tomllib
        R = random.Random(int(sys.argv[2]))

        def pick(*choices): return R.choice(choices)

        def key():
            return pick('a', 'b', 'c', 'a-b', '_x', '1', '"q k"', "'l'", '"é"', '"\\u00e9"', '""',
                        '"a.b"', 'true', '1979-05-27', '"e\u0301"', 'inf', '"\\n"')

        def dotted():
            return pick('.', '.', '.', ' . ').join(key() for _ in range(pick(1, 1, 1, 2, 3)))

        def date(): return f'{R.randint(1, 9999):04}-{R.randint(1, 12):02}-{R.randint(1, 28):02}'

        def time():
            return (f'{R.randint(0, 23):02}:{R.randint(0, 59):02}:{R.randint(0, 59):02}'
                    + pick('', '.5', '.123', '.000001', '.123456'))

        def text():
            body = ''.join(pick('x', 'é', '😀', '\\"', '\\\\', '\\n', '\\u0001', '\\U0001F600', ' ',
                                '#', '[', '{',
                                '\u2028', '\\x41', '\\b\\f\\r') for _ in range(R.randint(0, 6)))
            end = pick('\n', '\r\n')
            kind = R.random()
            if kind < .5: return '"' + body + '"'
            if kind < .7: return "'" + body + "'"
            if kind < .85:
                tail = pick('', '"', '""', '\\' + end + '   ', 'y', '\\  ' + end + end + ' z')
                return '"""' + end.join([body, tail] * R.randint(1, 2)) + '"""'
            return "'''" + end.join([body, pick('', "'", "''", 'y')]) + "'''"

        def number():
            return pick(str(R.randint(-2**63, 2**63 - 1)), '0', '-0', '+1', '1_000', '0xFf_f',
                        '0o17', '0b1_0', '01', '1_', '0x', '0xFFFFFFFFFFFFFFFF', '-0x1',
                        repr(R.uniform(-10, 10)),
                        repr(R.random() * 10.0 ** R.randint(-300, 300)), '1e5', '1E+5',
                        '-1.5e-7', '1.', '.5', '1e', 'inf', '-inf', '+nan', 'nan', '1_0.0_1',
                        '5e-324',
                        '1e06', '0e0',
                        '-0.0', '1__0', '6.626e-34', '1e16', '123456789012345678.0')

        def value(depth=0):
            kind = R.random()
            if kind < .3: return text()
            if kind < .5: return number()
            if kind < .55: return pick('true', 'false', 'true', 'True')
            if kind < .6: return date()
            if kind < .65: return time()
            if kind < .7: return date() + pick('T', 't', ' ') + time()
            if kind < .77:
                zone = pick('Z', 'z', '+00:00', '-05:30', '+14:00')
                return date() + pick('T', ' ') + time() + zone
            if depth > 4: return '1'
            inner = [value(depth + 1) for _ in range(R.randint(0, 3))]
            if kind < .9:
                joined = (',' + pick('', '\n')).join(inner)
                return '[' + pick('', '\n', '# c\n') + joined + pick('', ',') + ']'
            return '{' + ', '.join(dotted() + ' = ' + each for each in inner) + pick('', ' ') + '}'

        def damage(text):
            for _ in range(R.randint(1, 2)):
                if not text: break
                at = R.randrange(len(text))
                byte = R.choice(b'"\'[]{}=.,#\n\r\t \\0a1\x00\x7f\xff\xc3-:TZ_')
                text[at:at + pick(0, 1, 1)] = pick(bytes([byte]), b'')
            return text

        def document():
            lines = []
            for _ in range(R.randint(0, 7)):
                kind = R.random()
                if kind < .15: lines.append('[' + dotted() + ']')
                elif kind < .25: lines.append('[[' + dotted() + ']]')
                elif kind < .3: lines.append('# c ' + pick('é', '"', '[a'))
                else:
                    pair = dotted() + pick('=', ' = ') + value()
                    lines.append(pick('', '  ') + pair + pick('', ' # c'))
            made = bytearray(pick('\n', '\r\n').join(lines).encode())
            return bytes(damage(made) if R.random() < .3 else made)

        def clock(x):
            fraction = '' if not x.microsecond else ('.%06d' % x.microsecond).rstrip('0')
            return f'{x.hour:02}:{x.minute:02}:{x.second:02}{fraction}'

        def plain(v):
            if isinstance(v, dict): return {k: plain(x) for k, x in v.items()}
            if isinstance(v, list): return [plain(x) for x in v]
            if isinstance(v, float) and math.isnan(v): return 'nan'
            if isinstance(v, float) and math.isinf(v): return 'inf' if v > 0 else '-inf'
            if isinstance(v, D.datetime):
                day = f'{v.year:04}-{v.month:02}-{v.day:02}T' + clock(v)
                if v.tzinfo is None: return day
                east = int(v.utcoffset().total_seconds()) // 60
                if east == 0: return day + 'Z'
                sign = '-' if east < 0 else '+'
                return f'{day}{sign}{abs(east) // 60:02}:{abs(east) % 60:02}'
            if isinstance(v, D.date): return f'{v.year:04}-{v.month:02}-{v.day:02}'
            if isinstance(v, D.time): return clock(v)
            if isinstance(v, int) and not -2**63 <= v < 2**63: raise ValueError('64 bits')
            return v

        def same(a, b):
            if type(a) != type(b): return False
            if isinstance(a, dict):
                return sorted(a, key=str.encode) == list(b) and all(same(a[k], b[k]) for k in a)
            if isinstance(a, list): return len(a) == len(b) and all(map(same, a, b))
            return repr(a) == repr(b) if isinstance(a, float) else a == b

        documents = [document() for _ in range(int(sys.argv[3]))]
        if sys.argv[1] == 'make':
            print(json.dumps([base64.b64encode(each).decode() for each in documents]))
        else:
            read, refused, differences = 0, 0, []
            for source, answer in zip(documents, json.load(sys.stdin), strict=True):
                try: expected = plain(tomllib.loads(source.decode()))
                except ValueError as error: expected = error
                if isinstance(expected, Exception):
                    refused += 1
                    agree = answer.startswith('!')
                else:
                    read += 1
                    agree = not answer.startswith('!') and same(expected, json.loads(answer))
            # Too large a float and too fine a fraction for Python do not count.
                limits = 'floating-point' in answer or re.search(rb':[0-9]{2}[.][0-9]{7}', source)
                if not agree and not limits: differences.append(f'{source} {answer} {expected}')
            print(json.dumps({'read': read, 'refused': refused, 'differences': differences}))
        """#
}
