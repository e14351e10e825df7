/** Many destinations at once, some of them slow or down, and many mails to one: what deliveries' turns and kept sessions are worth. */
package org.postchaise.bench.routes;
