/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Copies by serialization, as JNDI makes them. */
public final class Copies {
    private Copies() {}

    /** Returns the object that reading gives after {@code original} was written. */
    @SuppressWarnings("unchecked")
    public static <T> T copy(T original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(octets.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
