"""What goes in and comes out, by contract: the models of the vendor's API, written once more.

Nothing here was taken from the mock. Pydantic judges and words the refusals, as it does at the vendor's.
"""

from enum import Enum
from typing import Dict, List, Optional

from pydantic import BaseModel, EmailStr, Extra, Field, root_validator


class Role(str, Enum):
    coach = "coach"
    user = "user"


class Division(str, Enum):
    high_school = "high_school"
    middle_school = "middle_school"
    college = "college"


class UserCreate(BaseModel):
    first_name: str = Field(..., min_length=1)
    last_name: str = Field(..., min_length=1)
    email: EmailStr
    role: Role
    syned_user_id: str = Field(..., min_length=1)
    preferred_username: Optional[str] = None
    syned_school_id: Optional[str] = None
    syned_region_id: Optional[str] = None
    syned_coach_user_id: Optional[str] = None

    @root_validator(skip_on_failure=True)
    def needs_more_by_role(cls, values):  # "Stricter in fact" than the published schema.
        if values["role"] is Role.coach and not (values["syned_school_id"] and values["syned_region_id"]):
            raise ValueError("a coach needs syned_school_id and syned_region_id")
        if values["role"] is Role.user and not values["syned_coach_user_id"]:
            raise ValueError("a user needs syned_coach_user_id")
        return values


class User(BaseModel):
    metactf_user_id: int
    metactf_username: str
    syned_user_id: str
    metactf_user_status: Optional[str]
    last_login_unix_timestamp: Optional[int]


class TeamCreate(BaseModel):
    syned_coach_user_id: str = Field(..., min_length=1)
    syned_team_id: str = Field(..., min_length=1)
    team_name: str = Field(..., min_length=1)
    affiliation: str = Field(..., min_length=1)
    division: Division


class Team(BaseModel):
    metactf_team_id: int
    metactf_coach_id: str
    syned_team_id: str
    team_name: str
    division: Division
    affiliation: str


class TeamDelete(BaseModel):
    syned_team_id: str


class Assign(BaseModel):
    syned_team_id: str
    syned_user_id: str


class Unassign(BaseModel):
    syned_user_id: str

    class Config:
        extra = Extra.forbid  # "and nothing else"


class PasswordReset(BaseModel):
    syned_user_id: str


class Assignment(BaseModel):
    syned_user_id: str
    syned_team_id: Optional[str] = None  # Left out when none.


class Assignments(BaseModel):
    assignments: List[Assignment]
    total_count: int


class Solve(BaseModel):
    challenge_solve_id: int
    challenge_id: int
    challenge_title: str
    challenge_points: int
    challenge_category: str
    timestamp_unix: int
    challenge_retired: bool
    nist_nice_work_roles: List[str]


class OdlScores(BaseModel):
    syned_user_id: Optional[str]
    metactf_user_id: int
    total_challenges_solved: int
    total_points: int
    last_accessed_unix_timestamp: int
    category_points: Dict[str, int]
    challenge_solves: List[Solve]


class FlashCtf(BaseModel):
    flash_ctf_name: str
    flash_ctf_time_start_unix: int
    challenges_solved: int
    challenge_solves: List[Solve]
    points_earned: int
    max_points_possible: int
    rank: int


class FlashProgress(BaseModel):
    syned_user_id: str
    flash_ctfs: List[FlashCtf]
