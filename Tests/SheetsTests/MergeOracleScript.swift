/// Makes triples of record texts and what the reference merges them to.
enum MergeOracleScript {
    /// `KIND SEED COUNT` prints a JSON list of `{base, ours, theirs, text, conflicts}`; the texts
    /// are base64, `text` is null where the reference sees a conflict. Kinds: `toml`, `markdown`.
    static let text = #"""
        import base64, gitsheets, json, os, random, subprocess, sys, tempfile
        kind, R, count = sys.argv[1], random.Random(int(sys.argv[2])), int(sys.argv[3])

        def pick(*choices): return R.choice(choices)

        KEYS = ['a', 'b', 'c', 'd', 'e']

        def scalar():
            return pick('1', '2', '1.0', '0.0', '-0.0', '"x"', '"y\\nz"', 'true', '[1, 2]', '[2]',
                        '[]', '[[1], []]', '2026-01-02', '2026-01-02T03:04:05Z',
                        '2026-01-02T03:04:05', '03:04:05', '2026-01-02T05:04:05+02:00',
                        '[{ x = 1 }]', '[{ x = 1 }, { x = 2 }]', '[{ x = 1 }, 1]')

        def value(depth):
            if R.random() < .01: return 'nan'
            if depth < 3 and R.random() < .4:
                return {k: value(depth + 1) for k in KEYS if R.random() < .4}
            return scalar()

        def edited(table, depth=0):
            made = {}
            for k in KEYS:
                old = table.get(k)
                if R.random() < .75:
                    if old is not None: made[k] = old
                    continue
                if isinstance(old, dict) and R.random() < .8: made[k] = edited(old, depth + 1)
                elif R.random() < .75: made[k] = value(depth + 1)
            return made

        def inline(value):
            if not isinstance(value, dict): return value
            return '{ ' + ', '.join(f'{k} = {inline(v)}' for k, v in value.items()) + ' }'

        def toml(table, loose):
            lines = [f'{k} = {inline(v)}' for k, v in table.items()]
            if loose: R.shuffle(lines)
            return ''.join(line + ('  # c' if loose and R.random() < .2 else '') + '\n'
                           for line in lines)

        def text(table, body, loose):
            if kind == 'toml': return toml(table, loose)
            return '+++\n' + toml(table, loose) + '+++\n\n' + body + '\n'

        def body(): return pick('one', 'two', 'one\ntwo', '', '# T', 'x\n+++\ny')

        folder = tempfile.mkdtemp()
        def git(*words):
            command = ['git', '-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', *words]
            return subprocess.run(command, check=True, capture_output=True, text=True).stdout
        git('init', '-q')
        os.mkdir(folder + '/.gitsheets')
        with open(folder + '/.gitsheets/s.toml', 'w') as file:
            file.write('[gitsheet]\nroot = "s"\npath = "${{ zzz }}"\n')
            if kind == 'markdown':
                file.write('[gitsheet.format]\ntype = "markdown"\nbody = "body"\n'
                           'normalize = false\n')
        git('add', '-A')
        git('commit', '-qm', 'x')
        tree = git('rev-parse', 'HEAD^{tree}').strip()

        triples = []
        for _ in range(count):
            start, words = {k: value(1) for k in KEYS if R.random() < .6}, body()
            loose = R.random() < .5
            def version(table): return text(table, pick(words, words, body()), loose)
            left = edited(start)
            # Sometimes both sides begin with the same change.
            right = edited(pick(start, start, left))
            base, ours, theirs = text(start, words, loose), version(left), version(right)
            merged = gitsheets.merge_record_texts(
                folder + '/.git', tree, 's', '.gitsheets/s.toml', '.', base, ours, theirs)
            code = lambda text: text and base64.b64encode(text.encode()).decode()
            triples.append({'base': code(base) or '', 'ours': code(ours) or '',
                            'theirs': code(theirs) or '', 'text': code(merged['text']),
                            'conflicts': merged['conflicts'], 'clean': merged['text'] is not None})
        subprocess.run(['rm', '-rf', folder])
        print(json.dumps(triples))
        """#
}
