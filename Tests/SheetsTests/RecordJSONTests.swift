import Sheets
import Testing

@Suite struct RecordJSONTests {
    struct Row: CustomTestStringConvertible {
        let toml: String
        let json: String

        init(_ toml: String, _ json: String) {
            self.toml = toml
            self.json = json
        }

        var testDescription: String { toml }
    }

    @Test(arguments: [
        Row("", "{}"),
        Row("\u{FEFF}a = 1", #"{"a":1}"#),
        Row("a = 1\r\nb = 2\r\n", #"{"a":1,"b":2}"#),
        Row(
            "a = 9223372036854775807\nb = -9223372036854775808",
            #"{"a":9223372036854775807,"b":-9223372036854775808}"#),
        Row(
            "a = 0xDEAD_beef\nb = 0o17\nc = 0b101\nd = +1_000",
            #"{"a":3735928559,"b":15,"c":5,"d":1000}"#),
        Row(
            "a = 1.0\nb = -0.0\nc = 1e6\nd = 6.626e-34\ne = 0.1\nf = 1e16",
            #"{"a":1.0,"b":-0.0,"c":1000000.0,"d":6.626e-34,"e":0.1,"f":1e+16}"#),
        Row(
            "a = inf\nb = -inf\nc = nan\nd = -nan\ne = +inf",
            #"{"a":"inf","b":"-inf","c":"nan","d":"nan","e":"inf"}"#),
        Row("a = true\nb = false", #"{"a":true,"b":false}"#),
        Row("a = 1979-05-27T07:32:00Z", #"{"a":"1979-05-27T07:32:00Z"}"#),
        Row(
            "a = 1979-05-27 00:32:00.999999999-07:00",
            #"{"a":"1979-05-27T00:32:00.999999999-07:00"}"#),
        Row("a = 1979-05-27t07:32:00.5z", #"{"a":"1979-05-27T07:32:00.5Z"}"#),
        Row("a = 1979-05-27T07:32:00+00:30", #"{"a":"1979-05-27T07:32:00+00:30"}"#),
        Row("a = 1979-05-27T07:32:00-00:30", #"{"a":"1979-05-27T07:32:00-00:30"}"#),
        Row("a = 1979-05-27T07:32:00", #"{"a":"1979-05-27T07:32:00"}"#),
        Row("a = 1979-05-27 00:32:00.000001", #"{"a":"1979-05-27T00:32:00.000001"}"#),
        Row("a = 0001-01-02", #"{"a":"0001-01-02"}"#),
        Row("a = 07:32:00", #"{"a":"07:32:00"}"#),
        Row("a = 00:00:00.010", #"{"a":"00:00:00.01"}"#),
        Row(
            #"a = "q\"b\\s/\b\t\n\f\r\u0001\u001f\u007f é 😀 \u2028""#,
            #"{"a":"q\"b\\s/\b\t\n\f\r\u0001\u001f"# + "\u{7F} é 😀 \u{2028}\"}"),
        Row("a = '''\nx\r\ny'''", #"{"a":"x\ny"}"#),
        Row("a = [1, [2.0, 'x'], {b = 1}, []]", #"{"a":[1,[2.0,"x"],{"b":1},[]]}"#),
        Row("[[t]]\nb = 1\na = 2\n[[t]]\n[u.v]\n", #"{"t":[{"a":2,"b":1},{}],"u":{"v":{}}}"#),
        Row("'' = 1\n\"a.b\" = 2\na.b = 3", #"{"":1,"a":{"b":3},"a.b":2}"#),
    ])
    func writesEachKindOfValue(_ row: Row) throws {
        #expect(
            read(Array(row.toml.utf8), at: "x", of: try sheet(path: "${{ nothing }}"))
                == .json(row.json))
    }

    @Test func sortsKeysByTheirBytesAtEveryDepth() throws {
        let text = """
            "é" = 1
            b = 1
            B = 1
            "e\u{301}" = 1
            ab = 1
            a = {"\u{1F600}" = 1, "\u{FFFD}" = 2, z = [{d = 1, c = 2}]}
            a-b = 1
            """
        let expected =
            "{\"B\":1,\"a\":{\"z\":[{\"c\":2,\"d\":1}],\"\u{FFFD}\":2,\"\u{1F600}\":1},"
            + "\"a-b\":1,\"ab\":1,\"b\":1,\"e\u{301}\":1,\"é\":1}"
        guard
            case .json(let json) = read(
                Array(text.utf8), at: "x", of: try sheet(path: "${{ nothing }}"))
        else {
            Issue.record("the record is readable")
            return
        }
        #expect(Array(json.utf8) == Array(expected.utf8))
    }

    @Test func searchesStringsAndNumbersInTheOrderOfTheJSON() throws {
        let text = """
            b = "second\\nline"
            a = [1, 2.5, true, {z = "in a table"}]
            day = 2024-05-27
            flag = true
            far = -inf
            """
        let found = try record(Array(text.utf8), at: "x", of: try sheet(path: "${{ nothing }}"))
        #expect(found.searchText == "1\n2.5\nin a table\nsecond\nline\n-inf\n")
    }

    @Test func readsTheTypesOfAllValuesForWrites() throws {
        let text = """
            s = "x"
            i = 1
            f = 1.0
            b = true
            o = 1979-05-27T07:32:00.25-07:30
            l = 1979-05-27T07:32:00
            d = 1979-05-27
            t = 07:32:00
            a = [{k = "v"}]
            """
        let day = TOMLDate(year: 1979, month: 5, day: 27)
        let time = TOMLTime(hour: 7, minute: 32, second: 0)
        let exact = TOMLTime(hour: 7, minute: 32, second: 0, nanosecond: 250_000_000)
        var inner = TOMLTable()
        inner["k"] = .string("v")
        var expected = TOMLTable()
        expected["s"] = .string("x")
        expected["i"] = .integer(1)
        expected["f"] = .float(1)
        expected["b"] = .boolean(true)
        expected["o"] = .offsetDateTime(day, exact, offsetMinutes: -450)
        expected["l"] = .localDateTime(day, time)
        expected["d"] = .localDate(day)
        expected["t"] = .localTime(time)
        expected["a"] = .array([.table(inner)])
        #expect(try TOMLReader.parse(Array(text.utf8)) == .table(expected))
        #expect(
            try TOMLReader.parse(Array("i = 1.0".utf8)) != TOMLReader.parse(Array("i = 1".utf8)))
    }

    @Test func keepsKeysApartThatDifferInBytesOnly() {
        var table = TOMLTable()
        table["\u{E9}"] = .integer(1)
        table["e\u{301}"] = .integer(2)
        #expect(table.entries.map(\.value) == [.integer(2), .integer(1)])
        table["\u{E9}"] = nil
        #expect(table.entries.map(\.value) == [.integer(2)])
    }
}
