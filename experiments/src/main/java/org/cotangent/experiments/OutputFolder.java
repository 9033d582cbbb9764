package org.cotangent.experiments;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folder that {@code --out} names: made, and tried, before any work is done. */
final class OutputFolder {

    private OutputFolder() {}

    /** The folder, which exists and takes files. */
    static Path ready(String name) throws Setting.Unfit {
        try {
            Path folder = Path.of(name);
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".cotangent", null));
            return folder;
        } catch (FileAlreadyExistsException e) {
            throw new Setting.Unfit(refusal(name) + e.getFile() + " is a file, not a folder");
        } catch (AccessDeniedException e) {
            throw new Setting.Unfit(refusal(name) + "permission denied for " + e.getFile());
        } catch (InvalidPathException e) {
            throw new Setting.Unfit(refusal(name) + e.getReason());
        } catch (IOException e) {
            throw new Setting.Unfit(refusal(name) + e.getMessage());
        }
    }

    private static String refusal(String name) {
        return "--out \"" + name + "\" cannot be written: ";
    }
}
