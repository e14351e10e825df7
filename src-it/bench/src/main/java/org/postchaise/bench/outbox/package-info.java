/** What it costs to commit mail to the outbox, beside other ways to keep a message, and to start with what it holds. */
package org.postchaise.bench.outbox;
