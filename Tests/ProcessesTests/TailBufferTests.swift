import Processes
import Testing

@Suite struct TailBufferTests {
    @Test func onlyTheNewestBytesAreKept() {
        var tail = TailBuffer(limit: 4)
        for text in ["a", "bc", "defghijk", "", "lm"] { tail.append(Array(text.utf8)) }
        #expect(tail.text == "jklm")
    }

    @Test func bytesThatAreNoTextAreReplaced() {
        var tail = TailBuffer(limit: 4)
        tail.append([0x61, 0xFF, 0x62])
        #expect(tail.text == "a\u{FFFD}b")
    }
}
