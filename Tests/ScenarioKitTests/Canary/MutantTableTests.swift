import ScenarioKit
import Testing

@Suite struct MutantTableTests {
    private func table(_ text: String) throws -> MutantTable {
        let folder = try ScenarioText()
        let path = try folder.write(text, to: "mutants.yaml")
        return try withExtendedLifetime(folder) { try MutantTable.read(path) }
    }

    private static let one = """
        torn-swap:
          wrong: serves halves
          killed-by: reload/x
          finding: reads.torn

        """

    @Test func aRowSaysWhatKillsTheMutantAndByWhichWords() throws {
        let entry = try #require(try table(Self.one).entries.first)
        #expect(entry.name == "torn-swap" && entry.killer == "reload/x")
        #expect(entry.finding == "reads.torn" && entry.cell == nil)
    }

    @Test func aMutantThatTheTableLacksIsNamed() throws {
        let usage = "usage: livetree-mutant torn-swap | kill-at-point-N | force-push COMMAND…\n"
        #expect(try table(Self.one).missing(fromUsage: usage) == ["force-push"])
    }

    @Test func aMisspeltKeyIsRefusedWithItsPlace() throws {
        let text = Self.one.replacing("killed-by", with: "kiled-by")
        #expect {
            _ = try table(text)
        } throws: { error in
            "\(error)".contains("3:3: error: unknown key 'kiled-by'")
                && "\(error)".contains("killed-by")
        }
    }

    @Test func theTableOfTheProjectNamesScenariosThatExist() throws {
        let table = try MutantTable.read("\(ScenarioText.root)/Harness/mutants.yaml")
        #expect(table.entries.count >= 10)
        for entry in table.entries {
            let file = ScenarioFile.read("\(ScenarioText.root)/Scenarios/\(entry.killer).yaml")
            #expect(file.isValid, "\(entry.name)")
        }
    }
}
