import Foundation
import ScenarioKit
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
}
