"""What the independent vendor has: users, teams, who is on which, and scores. In memory, gone with the process."""

from collections import Counter

from fastapi import HTTPException

WORKING = {"user_created", "approved"}  # "equal for may have competitors"


class Store:
    def __init__(self, choices):
        self.choices = choices
        self.users, self.teams = {}, {}  # By our ids.
        self.team_of = {}  # The user's id to the team's.
        self.odl, self.flash = {}, {}  # The user's id to solves, and to Flash CTFs.
        self.resets = Counter()  # Mails to reset a password, by the user's id.
        self._next_user, self._next_team = 7001, 301

    def user(self, syned_user_id):
        if syned_user_id not in self.users:
            raise HTTPException(404, "User not found")
        return self.users[syned_user_id]

    def team(self, syned_team_id):
        if syned_team_id not in self.teams:
            raise HTTPException(404, "Team not found")
        return self.teams[syned_team_id]

    def _coach(self, syned_user_id):
        coach = self.users.get(syned_user_id)
        if coach is None or coach["role"] != "coach":
            raise HTTPException(404, "Coach not found")
        return coach

    def create_user(self, wanted):
        if wanted["syned_user_id"] in self.users:
            if self.choices.on_repeat >= 400:
                raise HTTPException(self.choices.on_repeat, "User already exists")
            return self.users[wanted["syned_user_id"]]
        if wanted["role"] == "user" and self._coach(wanted["syned_coach_user_id"])["status"] not in WORKING:
            raise HTTPException(403, "Coach is not approved")
        username = wanted["preferred_username"] or wanted["email"].split("@")[0]
        for other in self.users.values() if self.choices.unique else ():
            if other["email"].lower() == wanted["email"].lower():
                raise HTTPException(409, "Email already in use")
            if other["username"].lower() == username.lower():
                raise HTTPException(409, "Username already in use")
        user = {**wanted, "metactf_user_id": self._next_user, "username": username, "status": "user_created",
                "last_login": None}
        self._next_user += 1
        self.users[wanted["syned_user_id"]] = user
        return user

    def create_team(self, wanted):
        if wanted["syned_team_id"] in self.teams:
            if self.choices.on_repeat >= 400:
                raise HTTPException(self.choices.on_repeat, "Team already exists")
            return self.teams[wanted["syned_team_id"]]
        coach = self._coach(wanted["syned_coach_user_id"])
        for other in self.teams.values() if self.choices.unique else ():
            same_coach = other["syned_coach_user_id"] == wanted["syned_coach_user_id"]
            if same_coach and other["team_name"].lower() == wanted["team_name"].lower():
                raise HTTPException(409, "Team name already in use")
        team = {**wanted, "metactf_team_id": self._next_team, "metactf_coach_id": str(coach["metactf_user_id"])}
        self._next_team += 1
        self.teams[wanted["syned_team_id"]] = team
        return team

    def delete_team(self, syned_team_id):
        self.team(syned_team_id)
        if syned_team_id in self.team_of.values():
            raise HTTPException(400, "Team still has members")
        del self.teams[syned_team_id]

    def assign(self, syned_user_id, syned_team_id):
        self.user(syned_user_id)
        self.team(syned_team_id)
        if self.team_of.get(syned_user_id, syned_team_id) != syned_team_id and self.choices.on_reassign >= 400:
            raise HTTPException(self.choices.on_reassign, "User is already on a team")
        self.team_of[syned_user_id] = syned_team_id

    def unassign(self, syned_user_id):
        self.user(syned_user_id)
        if self.team_of.pop(syned_user_id, None) is None and self.choices.on_absent_assignment >= 400:
            raise HTTPException(self.choices.on_absent_assignment, "User is not on a team")

    def assignments(self, syned_team_id):
        return [{"syned_user_id": user, "syned_team_id": team} for user, team in self.team_of.items()
                if syned_team_id in (None, team)]

    def odl_scores(self, syned_user_id, after):
        user = self.user(syned_user_id)
        if user["status"] not in WORKING:
            raise HTTPException(403, "User is not approved")
        everything = self.odl.get(syned_user_id, [])
        first = None if after is None else after if self.choices.after_time_inclusive else after + 1
        shown = [solve for solve in everything if first is None or solve["timestamp_unix"] >= first]
        counted = shown if self.choices.totals_filtered else everything
        points = Counter()
        for solve in counted:
            points[solve["challenge_category"]] += solve["challenge_points"]
        return {"syned_user_id": syned_user_id, "metactf_user_id": user["metactf_user_id"],
                "total_challenges_solved": len(counted), "total_points": sum(points.values()),
                "last_accessed_unix_timestamp": self._last_access(syned_user_id),
                "category_points": points, "challenge_solves": shown}

    def _last_access(self, syned_user_id):
        flash = [solve for event in self.flash.get(syned_user_id, []) for solve in event["challenge_solves"]]
        return max((solve["timestamp_unix"] for solve in self.odl.get(syned_user_id, []) + flash), default=0)

    def flash_progress(self, syned_user_id):
        if not self.flash.get(syned_user_id):
            raise HTTPException(404, "No Flash CTF progress")
        return {"syned_user_id": syned_user_id, "flash_ctfs": self.flash[syned_user_id]}
