import Foundation

/// Ends the process as a finding: libFuzzer then keeps the input.
package func finding(_ text: String) -> Never {
    FileHandle.standardError.write(Data("FINDING: \(text)\n".utf8))
    abort()
}

/// A rule that has to hold, whatever the input is.
package func claim(_ holds: Bool, _ otherwise: @autoclosure () -> String) {
    if !holds { finding(otherwise()) }
}
