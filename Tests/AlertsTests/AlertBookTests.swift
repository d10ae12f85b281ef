import Alerts
import Testing

@Suite("The book of alerts") struct AlertBookTests {
    private let halt = Alert(.pushHalted, subject: "main x", message: "m", hint: "h")
    private let damage = Alert(.localDamaged, message: "m", hint: "h")
    private let login = Alert(.authenticationFailed, message: "m", hint: "h")

    private func events(_ alerts: [Alert]) -> [AlertEvent] { alerts.map(\.event) }

    @Test func aConditionIsToldOnceHoweverOftenItIsSaid() {
        var book = AlertBook()
        #expect(events(book.update(.push, to: [halt])) == [.pushHalted])
        for _ in 0..<100 { #expect(book.update(.push, to: [halt]).isEmpty) }
    }

    @Test func itIsToldAgainOnceItWasOver() {
        var book = AlertBook()
        _ = book.update(.push, to: [halt])
        #expect(book.update(.push, to: []).isEmpty)
        #expect(book.conditions.isEmpty)
        #expect(events(book.update(.push, to: [halt])) == [.pushHalted])
    }

    @Test func twoSourcesOfOneConditionMakeOneAlert() {
        var book = AlertBook()
        _ = book.update(.push, to: [login])
        #expect(book.update(.reload, to: [login]).isEmpty)
        // It holds as long as one of them says so.
        _ = book.update(.push, to: [])
        #expect(book.conditions == [login.condition])
        #expect(book.update(.push, to: [login]).isEmpty)
        _ = book.update(.push, to: [])
        _ = book.update(.reload, to: [])
        #expect(events(book.update(.reload, to: [login])) == [.authenticationFailed])
    }

    @Test func anotherSubjectIsAnotherCondition() {
        var book = AlertBook()
        let first = Alert(.rebuildFailed, subject: "a", message: "m", hint: "h")
        let second = Alert(.rebuildFailed, subject: "b", message: "m", hint: "h")
        #expect(book.update(.reload, to: [first]).map(\.subject) == ["a"])
        #expect(book.update(.reload, to: [second]).map(\.subject) == ["b"])
        #expect(book.conditions == [second.condition])
    }

    @Test func whatSaysNothingOfTheRestKeepsIt() {
        var book = AlertBook()
        _ = book.update(.reload, to: [damage])
        #expect(events(book.update(.reload, to: [login], keeping: true)) == [.authenticationFailed])
        #expect(book.conditions == [damage.condition, login.condition])
        #expect(book.update(.reload, to: [damage], keeping: true).isEmpty)
    }

    @Test func theSameTwiceInOneBreathIsOneAlert() {
        var book = AlertBook()
        #expect(book.update(.push, to: [halt, halt]).count == 1)
    }

    @Test func anEventIsToldOnceAndItsMemoryIsBounded() {
        var book = AlertBook()
        func escape(_ number: Int) -> Alert {
            Alert(.conflictEscaped, subject: "conflicts/\(number)", message: "m", hint: "h")
        }
        for number in 0..<1_000 {
            #expect(book.tell(escape(number)))
            #expect(!book.tell(escape(number)))
        }
        #expect(book.conditions.isEmpty)
        #expect(book.tell(escape(0)), "the oldest are forgotten")
    }
}
