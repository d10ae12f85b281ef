/// Makes arrays and the order that the reference gives them.
enum SortOracleScript {
    /// `SORT SEED COUNT` prints a JSON list of `[document, canonical]`, both base64, of records
    /// whose field `k` is declared with this sort.
    static let text = #"""
        import base64, gitsheets, json, os, random, subprocess, sys, tempfile
        sort, R, count = sys.argv[1], random.Random(int(sys.argv[2])), int(sys.argv[3])

        def pick(*choices): return R.choice(choices)

        LETTERS = [chr(c) for c in range(32, 127)] + ['é', 'É', 'ñ', 'ä', 'e\u0301', 'Ž', 'z', '9']

        def words(): return json.dumps(
            ''.join(pick(pick(*LETTERS), pick('a', 'b', 'A', '1', '0', '10', '-', ' '))
                    for _ in range(R.randint(0, 5))), ensure_ascii=False)

        def date(): return pick('2026-01-02', '2026-01-02T03:04:05.5Z', '2026-01-02T03:04:05',
                                '2026-01-02T03:04:05.5001Z', '03:04:05', '0001-01-01',
                                '9999-12-31T00:00:00+14:00', '2026-01-02T04:04:05+01:00',
                                '2024-02-29', '1969-12-31T23:59:59.999Z')

        def number(): return pick('1', '2', '10', '-1', '1.5', '-0.0', '0', '1e21', '1e19', '9223372036854775807', '9e18',
                                  '1e-7', '1.0', '12.50', 'true',
                                  'false', 'inf', '-inf', '9007199254740993', '9007199254740992')

        def scalar(): return pick(words(), words(), number(), date())

        def values():
            return [pick(scalar(), scalar(), '[' + ', '.join([scalar()] * R.randint(0, 2)) + ']',
                         '{ x = 1 }', pick('{}', '[{}]')) for _ in range(R.randint(0, 30))]

        def tables():
            kinds = {k: pick(words, number, date) for k in 'ab'}
            full = R.random() < .5
            made = []
            for i in range(R.randint(0, 40 if full else 20)):
                cells = [f'{k} = {kinds[k]()}' for k in 'ab' if full or R.random() < .8]
                made.append('{ ' + ', '.join(cells + [f'i = {i}']) + ' }')
            return made

        folder = tempfile.mkdtemp()
        def git(*words):
            command = ['git', '-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', *words]
            return subprocess.run(command, check=True, capture_output=True, text=True).stdout
        git('init', '-q')
        os.mkdir(folder + '/.gitsheets')
        with open(folder + '/.gitsheets/s.toml', 'w') as file:
            file.write('[gitsheet]\nroot = "s"\npath = "${{ zzz }}"\n'
                       f'[gitsheet.fields.k]\nsort = {sort}\n')
        git('add', '-A')
        git('commit', '-qm', 'x')
        tree = git('rev-parse', 'HEAD^{tree}').strip()
        answers = []
        for _ in range(count):
            made = values() if sort in ('true', 'false') else tables()
            text = 'k = [' + ', '.join(made) + ']\n'
            versions = [text, text + 'y = 1\n', text + 'z = 1\n']
            merged = gitsheets.merge_record_texts(
                folder + '/.git', tree, 's', '.gitsheets/s.toml', '.', *versions)
            answers.append((text + 'y = 1\nz = 1\n', merged['text']))
        subprocess.run(['rm', '-rf', folder])
        print(json.dumps([[base64.b64encode(x.encode()).decode() for x in pair]
                          for pair in answers]))
        """#
}
