/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;
import java.io.OutputStream;
import org.postchaise.api.Stage;

/** The output stream of the content of one mail in a session. */
final class ContentOutput extends OutputStream {
    private final Dialogue dialogue;
    private final long began = System.nanoTime();
    private long sent;

    ContentOutput(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        dialogue.content(b, off, len, began, sent);
        sent += len;
    }

    @Override
    public void flush() throws IOException {
        dialogue.flush(Stage.BODY);
    }
}
