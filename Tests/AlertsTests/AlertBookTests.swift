import Alerts
import Testing

@Suite("The book of alerts") struct AlertBookTests {
    private let halt = Alert(.pushHalted, subject: "main x", message: "m", hint: "h")
    private let damage = Alert(.localDamaged, message: "m", hint: "h")
    private let login = Alert(.authenticationFailed, message: "m", hint: "h")

    /// The events of what is to be sent.
    private func update(
        _ book: inout AlertBook, _ source: AlertSource, _ alerts: [Alert], keeping: Bool = false
    ) -> [AlertEvent] {
        book.update(source, to: alerts, keeping: keeping).map(\.event)
    }

    @Test func aConditionIsToldOnceHoweverOftenItIsSaid() {
        var book = AlertBook()
        #expect(update(&book, .push, [halt]) == [.pushHalted])
        for _ in 0..<100 { #expect(update(&book, .push, [halt]).isEmpty) }
    }

    @Test func itIsToldAgainOnceItWasOver() {
        var book = AlertBook()
        _ = book.update(.push, to: [halt])
        #expect(update(&book, .push, []).isEmpty)
        #expect(book.conditions.isEmpty)
        #expect(update(&book, .push, [halt]) == [.pushHalted])
    }

    @Test func twoSourcesOfOneConditionMakeOneAlert() {
        var book = AlertBook()
        _ = book.update(.push, to: [login])
        #expect(update(&book, .reload, [login]).isEmpty)
        // It holds as long as one of them says so.
        _ = book.update(.push, to: [])
        #expect(book.conditions == [login.condition])
        #expect(update(&book, .push, [login]).isEmpty)
        _ = book.update(.push, to: [])
        _ = book.update(.reload, to: [])
        #expect(update(&book, .reload, [login]) == [.authenticationFailed])
    }

    @Test func anotherSubjectIsAnotherCondition() {
        var book = AlertBook()
        let first = Alert(.rebuildFailed, subject: "a", message: "m", hint: "h")
        let second = Alert(.rebuildFailed, subject: "b", message: "m", hint: "h")
        let (one, two) = (
            book.update(.reload, to: [first]), book.update(.reload, to: [second])
        )
        #expect(one.map(\.subject) == ["a"] && two.map(\.subject) == ["b"])
        #expect(book.conditions == [second.condition])
    }

    @Test func whatSaysNothingOfTheRestKeepsIt() {
        var book = AlertBook()
        _ = book.update(.reload, to: [damage])
        #expect(update(&book, .reload, [login], keeping: true) == [.authenticationFailed])
        #expect(book.conditions == [damage.condition, login.condition])
        #expect(update(&book, .reload, [damage], keeping: true).isEmpty)
    }

    @Test func whatSomebodyElseSawEndIsToldAgainWhenItComesBack() {
        var book = AlertBook()
        _ = book.update(.write, to: [halt, damage])
        book.withdraw(halt.condition, from: .write)
        #expect(book.conditions == [damage.condition])
        #expect(update(&book, .write, [halt], keeping: true) == [.pushHalted])
        book.withdraw(halt.condition, from: .push)
        #expect(book.conditions == [damage.condition, halt.condition])
    }

    @Test func theSameTwiceInOneBreathIsOneAlert() {
        var book = AlertBook()
        #expect(update(&book, .push, [halt, halt]).count == 1)
    }

    @Test func anEventIsToldOnceAndItsMemoryIsBounded() {
        var book = AlertBook()
        func escape(_ number: Int) -> Alert {
            Alert(.conflictEscaped, subject: "conflicts/\(number)", message: "m", hint: "h")
        }
        for number in 0..<1_000 {
            let first = book.tell(escape(number))
            let second = book.tell(escape(number))
            #expect(first && !second)
        }
        #expect(book.conditions.isEmpty)
        let isNews = book.tell(escape(0))
        #expect(isNews, "the oldest are forgotten")
    }
}
