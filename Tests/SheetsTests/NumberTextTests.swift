import Testing

@testable import Sheets

@Suite("Floats as gitsheets writes them") struct NumberTextTests {
    @Test(arguments: [
        (1744973132787591.25, "1744973132787591.3"), (85437210227870.125, "85437210227870.13"),
        (-85437210227870.125, "-85437210227870.13"), (0.5, "0.5"), (2.5, "2.5"), (0.1, "0.1"),
        (1e23, "100000000000000000000000.0"),
        (1e-7, "0.0000001"),
        (9007199254740993.0, "9007199254740992.0"), (1.0 / 3, "0.3333333333333333"),
    ])
    func ofTwoShortestTextsThatAreEquallyNearTheLargerIsTaken(number: Double, text: String) {
        #expect(NumberText.toml(number) == text)
        #expect(Double(NumberText.toml(number)) == number)
    }

    @Test func everyTextReadsBack() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            #expect(Double(NumberText.toml(number)) == number)
        }
    }
}
