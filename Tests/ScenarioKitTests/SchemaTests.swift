import Foundation
import ScenarioKit
import TestSupport
import Testing

@Suite struct SchemaTests {
    private func schema() throws -> [String: Any] {
        let path = "\(ScenarioText.root)/Harness/scenario.schema.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// Calls `visit` with every object of the schema and its JSON pointer.
    private func walk(_ value: Any, _ pointer: String, _ visit: (String, [String: Any]) -> Void) {
        if let map = value as? [String: Any] {
            visit(pointer, map)
            for (key, child) in map { walk(child, "\(pointer)/\(key)", visit) }
        } else if let list = value as? [Any] {
            for (index, child) in list.enumerated() { walk(child, "\(pointer)/\(index)", visit) }
        }
    }

    @Test func everyMapOfTheSchemaHasTheKeysOfTheReader() throws {
        var found: [String: (keys: Set<String>, required: Set<String>)] = [:]
        walk(try schema(), "") { pointer, map in
            guard let properties = map["properties"] as? [String: Any],
                !pointer.hasSuffix("/properties"), map["additionalProperties"] as? Bool == false
            else { return }
            found[pointer] = (Set(properties.keys), Set(map["required"] as? [String] ?? []))
        }
        let known = Dictionary(
            uniqueKeysWithValues: Vocabulary.allKeySets.map { ($0.pointer, $0) })
        #expect(Set(found.keys) == Set(known.keys))
        for (pointer, wanted) in found {
            #expect(Set(known[pointer]?.keys ?? []) == wanted.keys, "keys of \(pointer)")
            #expect(
                Set(known[pointer]?.required ?? []) == wanted.required, "required of \(pointer)")
        }
    }

    @Test func everyChoiceOfTheSchemaHasTheWordsOfTheReader() throws {
        var found: [String: [String]] = [:]
        walk(try schema(), "") { pointer, map in
            if let words = map["enum"] as? [String] { found[pointer] = words }
        }
        #expect(Set(found.keys) == Set(Vocabulary.allChoices.keys))
        for (pointer, words) in found {
            #expect(Set(Vocabulary.allChoices[pointer] ?? []) == Set(words), "\(pointer)")
        }
    }

    @Test func theShippedSchemaIsTheGeneratedOne() throws {
        let schema = ScenarioSchema()
        #expect(schema.gaps.isEmpty)
        let path = "\(ScenarioText.root)/Harness/scenario.schema.json"
        let shipped = try String(contentsOfFile: path, encoding: .utf8)
        #expect(schema.text == shipped, "run: scenarios schema >Harness/scenario.schema.json")
    }

    /// A file, and whether it is one of the language.
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let isValid: Bool

        var testDescription: String { name }
    }

    private static func sample(_ name: String, _ isValid: Bool, _ lines: String) -> Sample {
        let head = "scenario: x\ntitle: x\nhistory:\n  graph: |\n    A   origin:main local:main\n"
        return Sample(name: name, text: head + lines, isValid: isValid)
    }

    static let samples = [
        sample("a start", true, "steps:\n  - start: api\n"),
        sample("no steps", false, "level: core\n"),
        sample("an unknown key", false, "step: []\nsteps:\n  - start: api\n"),
        sample("an unknown verb", false, "steps:\n  - begin: api\n"),
        sample("a wrong level", false, "level: quick\nsteps:\n  - start: api\n"),
        sample("a bare duration", false, "timeout: 5\nsteps:\n  - start: api\n"),
        sample("a duration", true, "timeout: 5s\nsteps:\n  - start: api\n"),
        sample("no such outcome", false, "steps:\n  - reload: {}\n    expect: {outcome: done}\n"),
        sample(
            "statuses", true,
            "steps:\n  - reload: {}\n    expect: {status: [200, 409], ahead: \">= 1\"}\n"),
        sample("an empty expectation", false, "steps:\n  - reload: {}\n    expect: {}\n"),
        sample("a ref without actor", false, "steps:\n  - advance: {ref: main, to: A}\n"),
        sample("a short reason", false, "steps:\n  - sleep: {for: 1s, because: so}\n"),
        sample(
            "a wrong size", false, "steps:\n  - fault: {id: f, in: origin, cut: {after: 1KB}}\n"),
        sample(
            "a fault", true,
            "steps:\n  - fault: {id: f, in: origin, respond: {status: 301, location: /x.git}}\n"),
        sample("one branch", false, "steps:\n  - parallel:\n      - [{start: api}]\n"),
        sample("a state", true, "state: [S45]\nsteps:\n  - start: api\n"),
        sample("no state", false, "state: [45]\nsteps:\n  - start: api\n"),
    ]

    /// Judged by the reader here; `python3 -m jsonschema` is asked when the machine has it.
    @Test(arguments: samples)
    func readerAndSchemaAgree(sample: Sample) async throws {
        let folder = try ScenarioText()
        let path = try folder.write(sample.text, to: "x.yaml")
        #expect(ScenarioFile.read(path).isValid == sample.isValid)
        let python = GitProgram(
            path: "/usr/bin/python3",
            environment: GitProgram.hermetic(home: folder.folder.path, path: "/usr/bin:/bin"))
        let script = """
            import json, sys
            try:
                import jsonschema, yaml
            except ImportError:
                sys.exit(9)
            schema = json.load(open(sys.argv[2]))
            value = yaml.safe_load(open(sys.argv[1]))
            sys.exit(0 if jsonschema.Draft202012Validator(schema).is_valid(value) else 1)
            """
        let schema = "\(ScenarioText.root)/Harness/scenario.schema.json"
        let answer = try await python.run(["-c", script, path, schema], in: folder.folder.path)
        guard answer.status != 9 else { return }
        #expect((answer.status == 0) == sample.isValid, "\(answer.error)")
    }
}
