/// What the store on disk has of one object.
package enum ObjectHealth: Hashable, Sendable {
    /// It can be read, and its bytes have its name.
    case whole
    /// It is not there, or its file has not a single byte, as a power cut leaves it.
    case lost
    /// There is something, and it is not the object: what else the disk garbles is anybody's guess.
    case corrupt
}
