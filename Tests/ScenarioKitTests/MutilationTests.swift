import Foundation
import ScenarioKit
import Testing

@Suite struct MutilationTests {
    /// SplitMix64, so that a failing seed fails again.
    struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var word = state
            word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
            return word ^ (word >> 31)
        }
    }

    private static let pieces = [
        "-", "\\", "/", "..", "  ", "\n", ":", "{", "}", "[", "]", "'", "\"", "A", "B1", "$next",
        "absent", "é", "\u{1F600}", "&", "*", "!", "|", "#", "0", "99999999999999999999", "\t",
    ]

    /// A damaged file is read, or refused with a place inside a file that was read.
    @Test(arguments: 0..<8)
    func aDamagedFileIsAnsweredWithPlaces(seed: Int) throws {
        let text = try ScenarioText()
        let people = try String(
            contentsOfFile: "\(ScenarioText.root)/Scenarios/presets/people.yaml", encoding: .utf8)
        try text.write(people, to: "presets/people.yaml")
        var random = Random(state: UInt64(seed))
        let sample = SampleTests.samples[seed % SampleTests.samples.count]
        let source = try String(
            contentsOfFile: "\(ScenarioText.root)/\(sample)", encoding: .utf8)
        let name = (sample as NSString).lastPathComponent
        for _ in 0..<40 {
            var damaged = Array(source)
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let at = Int.random(in: 0..<damaged.count, using: &random)
                let end = min(damaged.count, at + Int.random(in: 0...6, using: &random))
                let piece = Self.pieces.randomElement(using: &random) ?? ""
                damaged.replaceSubrange(at..<end, with: Array(piece))
            }
            let path = try text.write(String(damaged), to: "topic/\(name)")
            let file = ScenarioFile.read(path)
            if let scenario = file.scenario, file.isValid {
                #expect(!scenario.cells.isEmpty)
                #expect(!ScenarioExplanation(scenario).description.isEmpty)
            } else {
                #expect(!file.diagnostics.isEmpty)
            }
            for diagnostic in file.diagnostics {
                let lines = damaged.count { $0 == "\n" } + 2
                let isPreset = diagnostic.location.file != path
                #expect(isPreset || diagnostic.location.line <= lines, "\(diagnostic.rendered)")
            }
        }
    }
}
