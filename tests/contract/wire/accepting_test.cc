// Whoever connects does not wait longer the more others there are.
#include <cstdint>
#include <functional>
#include <vector>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include "adapters/http/wire/listening.h"

namespace lockstep::http::wire {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

TEST(Accepting, TakesManyInOneTurn) {
  asio::io_context io{1};
  auto listening = listen_on(io, "127.0.0.1", 0);
  ASSERT_TRUE(listening);
  std::vector<tcp::socket> accepted;
  Accepting accepting{std::move(listening).value(),
                      [&](tcp::socket socket) { accepted.push_back(std::move(socket)); },
                      [](const boost::system::error_code& failed) {
                        ADD_FAILURE() << failed.message();
                        return false;
                      }};
  const tcp::endpoint address{asio::ip::make_address("127.0.0.1"),
                              static_cast<std::uint16_t>(accepting.port())};
  constexpr std::size_t kClients = 100;
  std::vector<tcp::socket> clients;
  for (std::size_t i = 0; i < kClients; ++i) clients.emplace_back(io).connect(address);

  accepting.begin();
  std::size_t turns = 0;
  std::function<void()> turn = [&] {
    if (accepted.size() == kClients) return accepting.stop();
    ++turns;
    asio::post(io, turn);
  };
  asio::post(io, turn);
  io.run();
  EXPECT_EQ(accepted.size(), kClients);
  EXPECT_LT(turns, 10U) << "everybody else had a turn between any two of them";
}

}  // namespace
}  // namespace lockstep::http::wire
