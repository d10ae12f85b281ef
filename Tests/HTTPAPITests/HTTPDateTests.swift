import Foundation
import Testing

@testable import HTTPAPI

@Suite("The date of an answer") struct HTTPDateTests {
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    ])
    func isWrittenAsTheStandardDoes(second: Int, text: String) {
        #expect(HTTPDate.text(of: second) == text)
    }

    @Test func isThePresentOne() {
        var date = HTTPDate()
        let second = date.second()
        #expect(date.text == HTTPDate.text(of: second))
        #expect(abs(second - Int(Date.now.timeIntervalSince1970)) <= 1)
    }
}
