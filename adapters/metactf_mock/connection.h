// The TCP connection under a request that is being handled. cpp-httplib does not show it to a
// handler, but cutting one off or seeing that the other side has gone needs it.
#pragma once
#include <string>
#include <string_view>

namespace lockstep::metactf_mock {

/// The socket of this process whose peer has the port `remote_port` and whose own port is
/// `local_port`; -1 when there is none. Only for the thread that handles a request on it: while it
/// does, nobody closes the socket.
int find_connection(int local_port, int remote_port);

/// Nothing more goes out or comes in. Closing is left to the owner.
void cut(int socket);
/// Sends what it can of this.
void send_raw(int socket, std::string_view bytes);

/// The other side has closed its end.
bool peer_has_gone(int socket);

}  // namespace lockstep::metactf_mock
