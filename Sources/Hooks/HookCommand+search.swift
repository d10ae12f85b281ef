import Glibc
import SystemPackage

extension HookCommand {
    /// The program's path; nil: no folder of `searchPath` has it.
    var programPath: FilePath? {
        guard !program.contains("/") else { return FilePath(program) }
        for folder in searchPath.split(separator: ":") {
            let path = "\(folder)/\(program)"
            var status = stat()
            if access(path, X_OK) == 0, stat(path, &status) == 0,
                status.st_mode & S_IFMT == S_IFREG
            {
                return FilePath(path)
            }
        }
        return nil
    }
}
