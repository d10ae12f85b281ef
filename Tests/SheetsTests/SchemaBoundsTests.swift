import Glibc
import Testing

@testable import Sheets

@Suite("Hostile schemas and records") struct SchemaBoundsTests {
    private static func problems(_ schema: String, _ document: String) throws -> [FieldProblem] {
        try RecordSchema(json: schema).problems(ofJSON: Array(document.utf8))
    }

    /// The processor time `body` took on this thread: what else the machine does has no part in it.
    private static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = clock()
        try body()
        return clock() - start
    }

    private static func clock() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test func aPatternThatTakesExponentialTimeEndsWithAProblem() throws {
        let text = String(repeating: "a", count: 100_000) + "!"
        let time = try Self.seconds {
            let found = try Self.problems(#"{"pattern":"^(a+)+$"}"#, "\"\(text)\"")
            #expect(found.count == 1)
            #expect(found.first?.pointer == "")
        }
        #expect(time < 5)
    }

    @Test func aLongTextDoesNotOverflowTheStack() async throws {
        let schema = try RecordSchema(json: #"{"pattern":".*x"}"#)
        let found = await SmallStack.run(bytes: 256 << 10) {
            schema.problems(ofJSON: Array("\"\(String(repeating: "a", count: 1 << 20))\"".utf8))
        }
        #expect(found.map(\.reason) == [#"does not match the pattern ".*x""#])
        let fits = String(repeating: "a", count: 1 << 20) + "x"
        #expect(schema.problems(ofJSON: Array("\"\(fits)\"".utf8)).isEmpty)
        let lazy = try RecordSchema(json: #"{"pattern":"^(?:a|b)*$"}"#)
        let groups = await SmallStack.run(bytes: 256 << 10) {
            lazy.problems(ofJSON: Array("\"\(String(repeating: "ab", count: 50_000))\"".utf8))
        }
        #expect(groups.isEmpty)
    }

    @Test func manyCostlyPatternsTogetherAreBounded() throws {
        let texts = Array(
            repeating: "\"" + String(repeating: "a", count: 18) + "!\"", count: 10_000)
        let time = try Self.seconds {
            let found = try Self.problems(
                #"{"items":{"anyOf":[true],"not":{"pattern":"^(a+)+$"}}}"#,
                "[\(texts.joined(separator: ","))]")
            #expect(found.map(\.reason).last?.contains("takes too long") == true)
        }
        #expect(time < 5)
    }

    @Test func alternativesThatDoubleAreBounded() throws {
        let levels = (0..<60).map { level in
            """
            "\(level)":{"anyOf":[{"$ref":"#/definitions/\(level + 1)"},\
            {"$ref":"#/definitions/\(level + 1)"}]}
            """
        }
        let schema = """
            {"$ref":"#/definitions/0","definitions":{\(levels.joined(separator: ",")),"60":false}}
            """
        let time = try Self.seconds {
            let found = try Self.problems(schema, "{}")
            #expect(
                found.map(\.reason) == [
                    "checking the record against the sheet's schema takes too long"
                ])
        }
        #expect(time < 5)
    }

    @Test(arguments: [
        ##"{"allOf":[{"$ref":"#"}]}"##, ##"{"not":{"$ref":"#"}}"##,
        ##"{"if":{"$ref":"#"},"then":false}"##,
        ##"{"$ref":"#/definitions/a","definitions":{"a":{"oneOf":[{"$ref":"#/definitions/a"}]}}}"##,
    ])
    func aSchemaInsideItselfEndsWithAProblem(schema: String) async throws {
        let compiled = try RecordSchema(json: schema)
        let found = await SmallStack.run(bytes: 1 << 20) {
            compiled.problems(ofJSON: Array("{}".utf8))
        }
        #expect(found.map(\.reason) == ["the sheet's schema nests too deep for this record"])
    }

    @Test(arguments: [
        ##"{"$ref":"#"}"##,
        ##"{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/a"}}}"##,
        """
        {"properties":{"x":{"$ref":"#/definitions/a"}},"definitions":{\
        "a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}
        """,
        ##"{"$ref":"http://json-schema.org/draft-07/schema#"}"##,
        ##"{"$ref":"file:///etc/passwd"}"##, ##"{"$ref":"other.json"}"##,
        ##"{"$ref":"//example.org/x"}"##, ##"{"$ref":"#/nowhere"}"##, ##"{"$ref":"#nowhere"}"##,
        ##"{"$ref":"#/a/-1","a":[]}"##, ##"{"$ref":"#/a/9","a":[]}"##, ##"{"$ref":"#/a","a":1}"##,
        ##"{"$ref":"#/~2"}"##, ##"{"$ref":"#//"}"##,
    ])
    func refusesReferencesThatLeadNowhere(schema: String) {
        #expect(throws: SchemaError.self) { try RecordSchema(json: schema) }
    }

    @Test(arguments: [
        "", "[]", "1", "null", "\"x\"", "{", #"{"type":"any"}"#, #"{"type":[]}"#,
        #"{"type":["string",1]}"#,
        #"{"multipleOf":0}"#, #"{"multipleOf":-1}"#, #"{"minLength":-1}"#, #"{"minLength":1.5}"#,
        #"{"maximum":"3"}"#, #"{"required":"a"}"#, #"{"required":[1]}"#, #"{"pattern":"("}"#,
        #"{"pattern":1}"#, #"{"pattern":"((a{1000}){1000}){1000}"}"#,
        #"{"patternProperties":{"(":true}}"#,
        #"{"properties":[]}"#, #"{"properties":{"a":1}}"#, #"{"items":1}"#, #"{"allOf":{}}"#,
        #"{"allOf":[1]}"#, #"{"not":1}"#, #"{"enum":1}"#, #"{"uniqueItems":1}"#,
        #"{"dependencies":{"a":1}}"#, #"{"dependencies":[]}"#, #"{"additionalProperties":1}"#,
        #"{"required":["a\u0000b"]}"#,
        ##"{"definitions":{"a":{"type":1}},"$ref":"#/definitions/a"}"##,
    ])
    func refusesWhatIsNoSchema(schema: String) {
        #expect(throws: SchemaError.self) { try RecordSchema(json: schema) }
    }

    @Test func readsAChainOfSchemasAsLongAsItMayBe() throws {
        func chain(_ count: Int) -> String {
            let links = (0..<count).map { link in
                ##""\##(link)":{"properties":{"a":{"$ref":"#/definitions/\##(link + 1)"}}}"##
            }
            return """
                {"$ref":"#/definitions/0","definitions":{\(links.joined(separator: ",")),\
                "\(count)":{"type":"integer"}}}
                """
        }
        let schema = try RecordSchema(json: chain(990))
        #expect(schema.problems(ofJSON: Array(#"{"a":{"a":{"a":1}}}"#.utf8)).isEmpty)
        #expect(throws: SchemaError.self) { try RecordSchema(json: chain(1_000)) }
    }

    @Test func deepRecordsAreChecked() async throws {
        let schema = try RecordSchema(
            json: ##"{"properties":{"a":{"allOf":[{"$ref":"#"}]},"b":{"type":"integer"}}}"##)
        let depth = 160
        let text =
            String(repeating: #"{"a":"#, count: depth) + #"{"b":"no"}"#
            + String(repeating: "}", count: depth)
        let found = await SmallStack.run(bytes: 1 << 20) {
            schema.problems(ofJSON: Array(text.utf8))
        }
        #expect(found.map(\.pointer) == [String(repeating: "/a", count: depth) + "/b"])
    }

    @Test func tellsNoMoreProblemsThanTheLimit() throws {
        let document = "[" + Array(repeating: "1", count: 1_000).joined(separator: ",") + "]"
        let found = try Self.problems(#"{"items":{"type":"string"}}"#, document)
        #expect(found.count == Limits.schemaProblems)
        #expect(found.last?.pointer == "/99")
    }

    @Test func manyItemsAreComparedQuickly() throws {
        let document = "[" + (0..<50_000).map(String.init).joined(separator: ",") + ",7.0]"
        let found = try Self.problems(#"{"uniqueItems":true}"#, document)
        #expect(found.map(\.pointer) == ["/50000"])
    }

    @Test func validatesFromManyThreads() async throws {
        let schema = try RecordSchema(json: #"{"required":["a"],"properties":{"a":{"minimum":5}}}"#)
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let found = schema.problems(ofJSON: Array(#"{"a":\#(number % 10)}"#.utf8))
                    return found.isEmpty == (number % 10 >= 5)
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
