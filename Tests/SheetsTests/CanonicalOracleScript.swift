/// Makes records and documents and what the reference writes for them.
enum CanonicalOracleScript {
    /// Prints a JSON list of `[document, canonical]`, both base64: `records SEED COUNT` from values
    /// in Python, `texts SEED COUNT` from documents that are far from canonical.
    static let text = #"""
        import base64, datetime as D, gitsheets, json, math, os, random, struct, subprocess, sys
        import tempfile
        mode, R, count = sys.argv[1], random.Random(int(sys.argv[2])), int(sys.argv[3])

        def pick(*choices): return R.choice(choices)

        PIECES = ['"', '"', "'", "'", '"""', "'''", '\\', '\n', '\n', '\r', '\r\n', '\t', '\0',
                  '\b', '\f', '\x1b', '\x1f', '\x7f', '\x80', 'é', 'e\u0301', '\u2028', '\uffff',
                  '\U0001F600', 'a', 'b', ' ', '#', '=', '.', ',', '[', '}', '\\n', '\\u0041']

        def string(most=7):
            calm = R.random() < .5
            made = ''.join(pick(*PIECES) for _ in range(R.randint(0, most)))
            return ''.join(c for c in made if c >= ' ' and c not in '\x7f\\') if calm else made

        def key():
            return pick(string(4), string(2), pick('a', 'b', 'c', 'A', 'Z', 'a-', 'a_', 'aa', '0',
                        '1', '10', '2', '-', '_', '', 'true', 'inf', '1979-05-27', '\uE000',
                        '\uFFFD', '\U00010000', '\U0010FFFF', 'é', 'z'))

        def number():
            return pick(R.uniform(-10, 10), R.random() * 10.0 ** R.randint(-310, 308),
                        struct.unpack('d', R.randbytes(8))[0], float(R.randint(-99, 99)), 1e21,
                        -0.0, math.inf, -math.inf, math.nan, 0.1, 1e-7, 5e-324, 2.0 ** 53,
                        2.0 ** 63, 1e15, 1e16, 123456789012345678.0, 1.7976931348623157e308)

        def integer():
            return pick(R.randint(-2**63, 2**63 - 1), R.randint(-99, 99), 2**63 - 1, -2**63, 0)

        def instant():
            fraction = pick(0, 0, 1000, 120000, 999000) + 0
            return D.datetime(R.randint(1, 9999), R.randint(1, 12), R.randint(1, 28),
                              R.randint(0, 23), R.randint(0, 59), R.randint(0, 59), fraction,
                              tzinfo=D.timezone.utc)

        def table(depth, most=4): return {key(): value(depth) for _ in range(R.randint(0, most))}

        def value(depth):
            kind = R.random()
            if kind < .3: return string()
            if kind < .4: return number()
            if kind < .5: return integer()
            if kind < .55: return R.random() < .5
            if kind < .6: return instant()
            if depth > 4: return []
            if kind < .75: return table(depth + 1)
            if kind < .88: return [table(depth + 1, 3) for _ in range(R.randint(0, 3))]
            return [value(depth + 1) for _ in range(R.randint(0, 4))]

        # Documents, written in other ways than the canonical one.

        def quoted(text):
            def escape(c):
                if c in '"\\' or c < ' ' or c == '\x7f': return '\\u%04x' % ord(c)
                return '\\U%08X' % ord(c) if R.random() < .1 else c
            if R.random() < .3 and not set(text) & set("'\n\r\0\b\f\x1b\x1f\x7f"):
                return "'" + text + "'"
            return '"' + ''.join(map(escape, text)) + '"'

        def written_key(text):
            plain = text and all(c.isascii() and (c.isalnum() or c in '-_') for c in text)
            return text if plain and R.random() < .7 else quoted(text)

        def clock():
            digits = pick(0, 0, 1, 2, 3, 6, 7, 8, 9, 9)
            return (f'{R.randint(0, 23):02}:{R.randint(0, 59):02}:{R.randint(0, 59):02}'
                    + ('.' if digits else '') + ''.join(pick(*'00123456789') for _ in range(digits)))

        def day():
            return f'{pick(0, 1, R.randint(0, 9999)):04}-{R.randint(1, 12):02}-{R.randint(1, 28):02}'

        def date():
            zone = pick('Z', 'z', '+05:30', '-00:30', '-23:59', '+14:00', '+00:01')
            return pick(day(), clock(), day() + pick('T', 't', ' ') + clock(),
                        day() + pick('T', ' ') + clock() + zone)

        def written_number():
            return pick(hex(R.randint(0, 2**63 - 1)), oct(R.randint(0, 9999)), bin(R.randint(0, 99)),
                        '+1', '-0', '1_000', '1e5', '1E+5', '-1.5e-7', '1_0.0_1', '+inf', '-0.0',
                        '6.626e-34', '5e-324', '1e-400', str(R.randint(-2**63, 2**63 - 1)),
                        repr(R.uniform(-1e20, 1e20)), repr(R.random() * 10.0 ** R.randint(-300, 300)))

        def written(depth):
            kind = R.random()
            if kind < .3: return quoted(string())
            if kind < .5: return written_number()
            if kind < .55: return pick('true', 'false')
            if kind < .75: return date()
            if depth > 3: return '[]'
            if kind < .87:
                values = [written(depth + 1) for _ in range(R.randint(0, 4))]
                return '[' + pick('', '\n', '# c\n') + ' , '.join(values) + pick('', '\n') + ']'
            return '{' + ', '.join(pairs(depth + 1, 3)) + '}'

        def pairs(depth, most):
            keys = {key() for _ in range(R.randint(0, most))}
            return [written_key(k) + pick('=', ' = ') + written(depth)
                    for k in R.sample(sorted(keys), len(keys))]

        def section(name, depth):
            lines = pairs(depth, 4)
            names = {pick('s1', 's2', 'S 3', 's.4', 's"') for _ in range(R.randint(0, 2))}
            for k in sorted(names):
                if depth > 3: break
                inner = name + ([pick('.', ' . ')] if name else []) + [written_key(k)]
                if R.random() < .5:
                    lines += [f'[{"".join(inner)}]  # c'] + section(inner, depth + 1)
                else:
                    for _ in range(R.randint(1, 3)):
                        lines += [f'[[{"".join(inner)}]]'] + section(inner, depth + 1)
            return lines

        def document():
            return ''.join(pick('', '  ', '\n') + line + pick('', ' # c') * ('#' not in line)
                           + pick('\n', '\r\n') for line in section([], 0))

        def world():
            folder = tempfile.mkdtemp()
            def git(*words):
                command = ['git', '-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', *words]
                return subprocess.run(command, check=True, capture_output=True, text=True).stdout
            git('init', '-q')
            os.mkdir(folder + '/.gitsheets')
            with open(folder + '/.gitsheets/s.toml', 'w') as file:
                file.write('[gitsheet]\nroot = "s"\npath = "${{ zzz }}"\n')
            git('add', '-A')
            git('commit', '-qm', 'x')
            return folder, git('rev-parse', 'HEAD^{tree}').strip()

        answers = []
        if mode == 'records':
            for _ in range(count):
                canonical = gitsheets.serialize_records([table(0, 6)])[0]
                answers.append((canonical, canonical))
        else:
            folder, tree = world()
            while len(answers) < count:
                # A merge of two records that each add a field is the only way from text to text.
                made = document()
                versions = [made, 'zz1 = 1\n' + made, 'zz2 = 2\n' + made]
                try:
                    merged = gitsheets.merge_record_texts(
                        folder + '/.git', tree, 's', '.gitsheets/s.toml', '.', *versions)
                except gitsheets.ConfigError:
                    continue  # a key and a section of one name
                answers.append(('zz1 = 1\nzz2 = 2\n' + made, merged['text']))
            subprocess.run(['rm', '-rf', folder])
        print(json.dumps([[base64.b64encode(x.encode()).decode() for x in pair]
                          for pair in answers]))
        """#
}
