/// Makes schemas with records and what the reference says about them.
enum SchemaOracleScript {
    /// `SEED COUNT` prints a JSON list of objects with `schema`, `records` and `valid`, a list of
    /// booleans. Integers stay where floats are exact: the reference computes in floats.
    static let text = #"""
        import gitsheets, json, random, sys
        R, count = random.Random(int(sys.argv[1])), int(sys.argv[2])
        WORDS = ['', 'a', 'b', 'A', '1', 'ann@example.org', '2026-01-02', '2026-01-02T03:04:05Z',
                 '03:04:05Z', '2026-02-30', 'x-1', 'http://e.org/x', 'Ünï', '1.2.3.4', '::1',
                 '/a~1b', 'abc123', 'hello world', 'foo.bar']
        PATTERNS = ['^a', 'b$', '[0-9]+', r'^\d{4}-', r'\w+', '^[A-Za-z]+$', '(?=a)a', '^(a|b)*$',
                    r'\.', r'^\S+$', '@', '^.{2,4}$', r'\u0061', r'^\p{L}+$', r'^[^\s]*$']
        FORMATS = ['date', 'time', 'date-time', 'email', 'ipv4', 'ipv6', 'uri', 'uri-reference',
                   'hostname', 'json-pointer', 'regex', 'uuid', 'iri']
        TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object',
                 ['string', 'integer'], ['array', 'number']]

        def value(depth=2):
            kind = R.randrange(9 if depth else 6)
            if kind < 2: return R.choice(WORDS)
            if kind == 2: return R.randrange(-5, 20)
            if kind == 3: return R.choice([0.5, 1.0, 2.5, 0.07, 1e3, -3.25, 0.1, 7.0])
            if kind == 4: return R.random() < 0.5
            if kind == 5: return R.choice([10**15, -2**40, 2**31])
            if kind == 6: return {R.choice('abcx'): value(depth - 1) for _ in range(R.randrange(4))}
            return [value(depth - 1) for _ in range(R.randrange(4))]

        def keyword(schema, depth):
            inner = lambda: schema_of(depth - 1)
            kind = R.randrange(24 if depth else 15)
            bounds = ['minItems', 'maxItems', 'minProperties', 'maxProperties']
            plain = [
                ('type', lambda: R.choice(TYPES)),
                ('enum', lambda: [value(1) for _ in range(R.randrange(1, 5))]),
                ('const', lambda: value(1)),
                ('minimum', lambda: R.choice([0, 1.5, 5, -3])),
                ('maximum', lambda: R.choice([0, 1.5, 5, 2**40])),
                ('exclusiveMinimum', lambda: R.choice([0, 1.5, 5])),
                ('exclusiveMaximum', lambda: R.choice([1, 7, 1e3])),
                ('multipleOf', lambda: R.choice([1, 2, 0.5, 0.01, 0.1, 3])),
                ('minLength', lambda: R.randrange(4)), ('maxLength', lambda: R.randrange(8)),
                ('pattern', lambda: R.choice(PATTERNS)), ('format', lambda: R.choice(FORMATS)),
                ('required', lambda: R.sample('abcx', R.randrange(1, 3))),
                (R.choice(bounds), lambda: R.randrange(4)), ('uniqueItems', lambda: True),
                ('properties', lambda: {R.choice('abcx'): inner() for _ in range(3)}),
                ('additionalProperties', lambda: R.choice([False, inner()])),
                ('patternProperties', lambda: {R.choice(['^a', '[bc]']): inner()}),
                ('items', lambda: R.choice([inner(), [inner(), inner()]])),
                ('contains', inner),
                (R.choice(['allOf', 'anyOf', 'oneOf']),
                 lambda: [inner() for _ in range(R.randrange(1, 4))]),
                ('not', inner),
            ]
            if kind < len(plain):
                schema[plain[kind][0]] = plain[kind][1]()
            elif kind == 22:
                schema.update({'if': inner(), 'then': inner(), 'else': inner()})
            else:
                schema[R.choice(['propertyNames', 'additionalItems'])] = inner()

        def schema_of(depth=3):
            schema = {}
            for _ in range(R.randrange(1, 4)): keyword(schema, depth)
            return schema

        cases = []
        while len(cases) < count:
            around = schema_of()
            for name in ('properties', 'const', 'enum'): around.pop(name, None)
            around['type'] = 'object'
            around['properties'] = {name: schema_of() for name in R.sample('abcx', 2)}
            around['$schema'] = 'http://json-schema.org/draft-07/schema#'
            records = [{R.choice('abcx'): value() for _ in range(R.randrange(1, 5))}
                       for _ in range(12)]
            valid = [not issues for issues in gitsheets.validate_batch(around, records)]
            cases.append({'schema': around, 'records': records, 'valid': valid})
        print(json.dumps(cases))
        """#
}
