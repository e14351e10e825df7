/** All mail knowledge, on Java SE alone. See docs/ARCHITECTURE.md for the packages and what each may import. */
package org.postchaise.engine;
